package org.securechat.server.ledger;

import org.securechat.server.DomainException;
import org.securechat.server.ledger.AppendQueue.QueuedLine;

/**
 * One line of a batch may not be written, because what belongs to it is not possible any more: two
 * people who change the same thing at once is an ordinary outcome. The other lines are not
 * concerned, and neither is the database.
 */
final class LineRefusedException extends DomainException {
  private static final long serialVersionUID = 1L;

  private final transient QueuedLine line;
  private final DomainException reason;

  /**
   * @param reason what the caller who asked for the line learns
   */
  LineRefusedException(QueuedLine line, DomainException reason) {
    super(reason.getMessage(), reason);
    this.line = line;
    this.reason = reason;
  }

  /** Gives the line its answer. */
  void tellCaller() {
    line.fail(reason);
  }
}
