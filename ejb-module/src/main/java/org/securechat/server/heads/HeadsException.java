package org.securechat.server.heads;

import java.util.Objects;
import org.securechat.server.DomainException;

/** A start that does not go on, because the database is not what signed heads say. */
public final class HeadsException extends DomainException {
  private static final long serialVersionUID = 1L;

  /** Why it does not go on. */
  public enum Reason {
    /** The database is older than a signed head, or another one. */
    ROLLBACK,
    /** A file with heads is not there, is damaged, or is not signed by this server. */
    NOT_USABLE
  }

  private final Reason reason;

  /**
   * @param message for the operator: names of files, ids of rooms, positions
   */
  HeadsException(Reason reason, String message) {
    super(message);
    this.reason = Objects.requireNonNull(reason);
  }

  public Reason reason() {
    return reason;
  }
}
