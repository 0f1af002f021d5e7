package org.securechat.client.bench;

import org.securechat.client.ClientException;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.ServerMessage;

/** The server refused something of the load, perhaps because it meets a limit. */
final class RefusedLoadException extends ClientException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode error;

  RefusedLoadException(String user, Request request, ServerMessage.Failure failure) {
    super(
        "the server refused "
            + request.type().wireName()
            + " to "
            + user
            + ": "
            + failure.detail()
            + " ["
            + failure.code().wireName()
            + "]",
        ServerLimits.remedy(failure.code(), failure.detail()));
    this.error = failure.code();
  }

  ErrorCode error() {
    return error;
  }

  @Override
  public String code() {
    return error.wireName();
  }
}
