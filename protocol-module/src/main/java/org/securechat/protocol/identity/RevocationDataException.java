package org.securechat.protocol.identity;

import java.security.cert.X509CRL;
import org.securechat.protocol.identity.list.ListFault;

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

  /** Says why a list does not count, and whose it is. */
  RevocationDataException(ListFault fault, X509CRL list) {
    super("list of " + list.getIssuerX500Principal().getName() + ": " + fault.text());
  }

  public RevocationDataException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
