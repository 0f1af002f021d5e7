package org.securechat.server.endpoint;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RequestException;
import org.securechat.server.DomainException;
import org.securechat.server.ServerLog;
import org.securechat.server.chat.RequestOutcome;
import org.securechat.server.delivery.SecureConnection;
import org.securechat.server.metrics.ChatMetrics;

/** Counts how requests end, and answers those that are refused. Thread-safe. */
@Dependent
final class RequestResults {

  private final ChatMetrics metrics;

  @Inject
  RequestResults(ChatMetrics metrics) {
    this.metrics = metrics;
  }

  /** For a request that is decided later. */
  RequestOutcome later(SecureConnection connection, Request request) {
    return new RequestOutcome() {
      @Override
      public void done() {
        RequestResults.this.done(request);
      }

      @Override
      public void refused(DomainException reason) {
        RequestResults.this.refused(connection, request, reason);
      }
    };
  }

  void done(Request request) {
    metrics.requestDone(request.type().wireName());
  }

  void refused(SecureConnection connection, Request request, DomainException reason) {
    refuse(connection, request, ProtocolErrors.code(reason), reason.getMessage());
  }

  void failed(SecureConnection connection, Request request, RuntimeException reason) {
    ServerLog.requestFailed(request.type().wireName(), reason);
    Throwable cause = reason.getCause() == null ? reason : reason.getCause();
    refuse(connection, request, ErrorCode.UNAVAILABLE, "unexpected " + cause);
  }

  private void refuse(SecureConnection connection, Request request, ErrorCode code, String reason) {
    metrics.requestRefused(request.type().wireName(), code.wireName());
    answer(connection, request.id(), code, reason);
  }

  void malformed(SecureConnection connection, RequestException reason) {
    metrics.malformedRequest(reason.code().wireName());
    answer(connection, reason.re(), reason.code(), reason.getMessage());
  }

  private static void answer(SecureConnection connection, long re, ErrorCode code, String reason) {
    ServerLog.requestRefused(connection.id(), code.wireName(), reason);
    connection.send(ProtocolErrors.failure(re, code));
  }
}
