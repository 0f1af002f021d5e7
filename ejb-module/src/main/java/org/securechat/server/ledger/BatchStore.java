package org.securechat.server.ledger;

import java.util.function.Function;
import org.securechat.server.ledger.LedgerException.FencedException;

/**
 * Where batches go that change nothing but the ledger: nearly all. Belongs to the writer's thread.
 * Every call may throw whatever the database's driver leads to; a call after that begins anew.
 */
interface BatchStore extends AutoCloseable {
  /**
   * Writes a batch with its certificates and heads in one transaction, and onto the disk.
   *
   * @throws FencedException if the epoch is over; nothing is written
   */
  void commit(long epoch, Batch batch);

  /**
   * Forces everything that was committed, by whichever connection, onto the disk, where committing
   * does not do that.
   */
  void synchronise();

  /**
   * Reads what has been committed by now, over the connection that is kept.
   *
   * @param work is handed what reads, and must not keep it
   */
  <T> T read(Function<LedgerRecords, T> work);

  /**
   * There is nothing to write now: does what the next start or the next line would wait for.
   * Nothing depends on it.
   */
  void rest();

  /** Gives back what is held. A call after that takes it again. */
  @Override
  void close();
}
