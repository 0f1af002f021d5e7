package org.securechat.server.ledger;

import java.util.Objects;
import org.securechat.server.DomainException;

/** What the ledger does not write or cannot read. */
public sealed class LedgerException extends DomainException
    permits LedgerException.FencedException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** Too many lines wait for the writer. */
    QUEUE_FULL,
    /** The ledger has been closed, because the server stops. */
    CLOSED,
    /** The line was not written. */
    NOT_WRITTEN,
    /** The database has not said in time whether it committed the line: it may be written. */
    IN_DOUBT,
    /** The stored transcript of the room is not what was written. */
    ROOM_BROKEN,
    /** The database did not answer a question about a transcript. */
    NOT_READ,
    /** Another server has taken the right to write. */
    FENCED,
    /** The positions hold no message that could be erased. */
    NOTHING_TO_ERASE,
    /** The message that the line is about has been erased. */
    ERASED,
    /** There are edits of the messages that still say what they said. */
    EDITED,
    /** There is no line at this position. */
    NO_SUCH_POSITION
  }

  private final Reason reason;

  /**
   * @param message for the log: no secret, no message text
   */
  public LedgerException(Reason reason, String message) {
    super(message);
    this.reason = Objects.requireNonNull(reason);
  }

  public Reason reason() {
    return reason;
  }

  /** Whether the same request may succeed later. */
  public boolean isUnavailable() {
    return switch (reason) {
      case QUEUE_FULL, CLOSED, NOT_WRITTEN, IN_DOUBT, ROOM_BROKEN, NOT_READ, FENCED, EDITED -> true;
      case NOTHING_TO_ERASE, ERASED, NO_SUCH_POSITION -> false;
    };
  }

  /** Another writer has raised the epoch: this one must never write again. */
  public static final class FencedException extends LedgerException {
    private static final long serialVersionUID = 1L;

    FencedException(long epoch) {
      super(Reason.FENCED, "epoch " + epoch + " is over");
    }
  }
}
