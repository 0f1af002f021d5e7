package org.securechat.server.endpoint;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RequestException;
import org.securechat.protocol.application.ServerMessage.Failure;
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
    Failure failure = ProtocolErrors.failure(request.id(), reason);
    refuse(connection, request, failure, reason.getMessage());
  }

  void failed(SecureConnection connection, Request request, RuntimeException reason) {
    ServerLog.requestFailed(request.type().wireName(), reason);
    Throwable cause = reason.getCause() == null ? reason : reason.getCause();
    Failure failure = ProtocolErrors.failure(request.id(), ErrorCode.UNAVAILABLE);
    refuse(connection, request, failure, "unexpected " + cause);
  }

  private void refuse(
      SecureConnection connection, Request request, Failure failure, String reason) {
    metrics.requestRefused(request.type().wireName(), failure.code().wireName());
    answer(connection, failure, reason);
  }

  void malformed(SecureConnection connection, RequestException reason) {
    metrics.malformedRequest(reason.code().wireName());
    answer(connection, ProtocolErrors.failure(reason.re(), reason.code()), reason.getMessage());
  }

  private static void answer(SecureConnection connection, Failure failure, String reason) {
    ServerLog.requestRefused(connection.id(), failure.code().wireName(), reason);
    connection.send(failure);
  }
}
