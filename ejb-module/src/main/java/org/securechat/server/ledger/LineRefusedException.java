package org.securechat.server.ledger;

import jakarta.ejb.ApplicationException;
import org.securechat.server.DomainException;
import org.securechat.server.ledger.AppendQueue.QueuedLine;

/**
 * One line of a batch may not be written, because what belongs to it is not possible any more: two
 * people who change the same thing at once is an ordinary outcome. The other lines are not
 * concerned, and neither is the database. It rolls the transaction back and does not leave the
 * ledger.
 */
@ApplicationException(rollback = true)
final class LineRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient QueuedLine line;
  private final DomainException reason;

  /**
   * @param reason what the caller who asked for the line learns
   */
  LineRefusedException(QueuedLine line, DomainException reason) {
    super(reason.getMessage(), reason, false, false);
    this.line = line;
    this.reason = reason;
  }

  /** Gives the line its answer. */
  void tellCaller() {
    line.fail(reason);
  }
}
