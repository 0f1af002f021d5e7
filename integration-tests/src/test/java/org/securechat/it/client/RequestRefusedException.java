package org.securechat.it.client;

import org.securechat.protocol.application.ErrorCode;

/** The server refused a request. */
public final class RequestRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String detail;

  RequestRefusedException(ErrorCode code, String detail) {
    super(code.wireName() + ": " + detail);
    this.code = code;
    this.detail = detail;
  }

  /** The code. */
  public ErrorCode code() {
    return code;
  }

  /** The words beside it. */
  public String detail() {
    return detail;
  }
}
