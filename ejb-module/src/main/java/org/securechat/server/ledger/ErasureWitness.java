package org.securechat.server.ledger;

import java.sql.Connection;
import java.util.UUID;
import org.securechat.protocol.evidence.Positions;

/**
 * Has to forget what it knows of messages that are erased, in the transaction that erases them.
 * Thread-safe.
 */
@FunctionalInterface
public interface ErasureWitness {

  /**
   * Forgets. Called on the writer's thread, after the payloads are gone and before the commit; what
   * it throws stops the erasure.
   *
   * @param connection of the transaction; not to be closed
   */
  void erased(Connection connection, UUID roomId, Positions positions);
}
