package org.securechat.server.retention;

import java.util.Objects;
import org.securechat.server.DomainException;

/** An erasure that is not carried out. */
public final class RetentionException extends DomainException {
  private static final long serialVersionUID = 1L;

  /** Why it is not carried out. */
  public enum Reason {
    /** There is a legal hold on the room: nothing of it is erased. */
    LEGAL_HOLD,
    /** Another server has taken the lease of the job. */
    LEASE_LOST
  }

  private final Reason reason;

  /**
   * @param message for the log: no secret, no message text
   */
  RetentionException(Reason reason, String message) {
    super(message);
    this.reason = Objects.requireNonNull(reason);
  }

  static RetentionException legalHold(String room) {
    return new RetentionException(Reason.LEGAL_HOLD, "there is a legal hold on the room " + room);
  }

  public Reason reason() {
    return reason;
  }

  boolean isLegalHold() {
    return reason == Reason.LEGAL_HOLD;
  }
}
