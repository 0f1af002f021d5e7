package org.securechat.protocol.classic;

import org.securechat.protocol.wire.AlertCode;

/** Input that the classic profile refuses. Without a stack: it is the peer that is at fault. */
public final class ClassicException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ClassicError error;
  private final AlertCode alert;

  /**
   * @param reason for the log; the peer learns the error alone
   */
  public ClassicException(ClassicError error, String reason) {
    this(error, AlertCode.BAD_CERTIFICATE, reason);
  }

  private ClassicException(ClassicError error, AlertCode alert, String reason) {
    super(reason, null, false, false);
    this.error = error;
    this.alert = alert;
  }

  /**
   * {@code BAD_CERT}.
   *
   * @param alert what a peer of the modern protocol would be told
   * @param reason for the log
   */
  public static ClassicException badCertificate(AlertCode alert, String reason) {
    return new ClassicException(ClassicError.BAD_CERT, alert, reason);
  }

  /** What is wrong with the certificate, for the audit log; the peer learns the error alone. */
  public AlertCode alert() {
    return alert;
  }

  /** What the peer is told. */
  public ClassicError error() {
    return error;
  }
}
