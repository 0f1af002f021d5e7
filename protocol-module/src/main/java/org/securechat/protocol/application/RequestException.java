package org.securechat.protocol.application;

/**
 * A request that cannot be read. Stackless, because a peer causes it at will; the message is for
 * the log and repeats nothing of the request.
 */
public final class RequestException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final long re;

  /**
   * @param re the request's id, or 0 if not even that could be read
   */
  public RequestException(ErrorCode code, long re, String reason) {
    super(reason, null, false, false);
    this.code = code;
    this.re = re;
  }

  /** What the peer is told. */
  public ErrorCode code() {
    return code;
  }

  /** The request's id, or 0 if not even that could be read. */
  public long re() {
    return re;
  }
}
