package org.securechat.protocol.identity;

/**
 * A revocation list or a responder's answer that is not to be relied on. The message says why, for
 * a log or an administrator; it holds no secret.
 */
public final class RevocationDataException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong. */
  public RevocationDataException(String message) {
    super(message);
  }

  public RevocationDataException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
