package org.securechat.server.embedded;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A connection of {@link EmbeddedDatabase}, for {@link Connection#unwrap}: pools give only
 * interfaces.
 */
public interface LoggedConnection extends Connection {
  /**
   * Commits a transaction whose repetition is known: it is on the disk when this returns, as a
   * record or with the database itself.
   *
   * @param record what the transaction has done, all of it
   * @throws SQLException if that could not be done. Then it may have been committed, which {@link
   *     #force} puts onto the disk.
   */
  void commit(RedoRecord record) throws SQLException;

  /** Has everything on the disk that was committed, by any connection. */
  void force() throws SQLException;
}
