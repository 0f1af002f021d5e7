package org.securechat.client.attack.client;

import org.securechat.client.ClientException;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.ServerMessage;

/** The server refused a request that the attack needs to succeed. */
public final class UnexpectedRefusalException extends ClientException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode error;
  private final String detail;

  UnexpectedRefusalException(String request, ServerMessage.Failure failure) {
    super("the server refused " + request + ": " + failure.code().wireName(), "");
    this.error = failure.code();
    this.detail = failure.detail();
  }

  public ErrorCode error() {
    return error;
  }

  /** Code and text, by which refusals differ. */
  public String said() {
    return error.wireName() + " \"" + detail + "\"";
  }
}
