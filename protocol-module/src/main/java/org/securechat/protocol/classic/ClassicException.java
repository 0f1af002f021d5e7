package org.securechat.protocol.classic;

/** Input that the classic profile refuses. Without a stack: it is the peer that is at fault. */
public final class ClassicException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ClassicError error;

  /**
   * @param reason for the log; the peer learns the error alone
   */
  public ClassicException(ClassicError error, String reason) {
    super(reason, null, false, false);
    this.error = error;
  }

  /** What the peer is told. */
  public ClassicError error() {
    return error;
  }
}
