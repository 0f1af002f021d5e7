package org.securechat.server.audit;

import java.util.Objects;
import org.securechat.server.DomainException;

/** The audit log cannot be written or read. */
public class AuditException extends DomainException {

  /** What went wrong. */
  public enum Reason {
    /** The event was not written; what it is about was not done. */
    NOT_WRITTEN,
    /** The answer did not come in time: the event may still be written. */
    IN_DOUBT,
    /** The log or its index cannot be read, or is not what was written. */
    NOT_READABLE
  }

  private final Reason reason;

  public AuditException(Reason reason, String message) {
    super(message);
    this.reason = Objects.requireNonNull(reason);
  }

  public Reason reason() {
    return reason;
  }

  // The log shows the reason, too; the message alone stays what the caller gave.
  @SuppressWarnings("OverrideThrowableToString")
  @Override
  public String toString() {
    return "AuditException: " + reason + ": " + getMessage();
  }
}
