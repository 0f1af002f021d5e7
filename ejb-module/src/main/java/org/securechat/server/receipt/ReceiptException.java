package org.securechat.server.receipt;

import java.util.Objects;
import org.securechat.server.DomainException;

/** A receipt that was not issued, or a countersignature that was not taken. */
public final class ReceiptException extends DomainException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** No such receipt was issued to this user. */
    NO_SUCH_RECEIPT,
    /** The countersignature is not of its form, or not for this user and certificate. */
    MALFORMED_COUNTERSIGNATURE,
    /** A receipt cannot name so many lines and lists; one for a shorter range can be had. */
    RANGE_TOO_WIDE,
    /** The signature is by another key, or over something else. */
    INVALID_COUNTERSIGNATURE,
    /** No verifier would take a receipt by the certificate that the server has. */
    CERTIFICATE_REFUSED,
    /** The database or the key failed; the log says how. */
    FAILED
  }

  private final Reason reason;

  public ReceiptException(Reason reason, String message) {
    super(message);
    this.reason = Objects.requireNonNull(reason);
  }

  public Reason reason() {
    return reason;
  }
}
