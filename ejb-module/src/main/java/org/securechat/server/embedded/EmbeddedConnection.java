package org.securechat.server.embedded;

import java.sql.SQLException;
import java.util.Properties;
import org.h2.engine.Database;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;

/**
 * A connection whose commits are on the disk when they return. Those of transactions that change
 * nothing cost nothing. A statement that commits by itself (auto-commit) is on the disk after the
 * next commit of any connection, and at the latest when the database is closed.
 */
final class EmbeddedConnection extends JdbcConnection implements LoggedConnection {
  /** Null before it is open, and once it is closed. */
  private Durability durability;

  EmbeddedConnection(String url, Properties info) throws SQLException {
    super(url, info, null, null, false);
  }

  /**
   * From here on it counts as one of the database's users.
   *
   * @param place as {@link Durability#open} has it
   */
  void open(String place, int capacity) throws SQLException {
    durability = Durability.open(place, capacity, this);
  }

  @Override
  public void commit() throws SQLException {
    if (changes()) {
      durability.force(commitCounted());
    } else {
      super.commit();
    }
  }

  @Override
  public void commit(RedoRecord record) throws SQLException {
    durability.keep(commitCounted(), record);
  }

  /** A commit that fails may have happened, and then has to be forced like every other. */
  private long commitCounted() throws SQLException {
    boolean done = false;
    try {
      super.commit();
      done = true;
    } finally {
      if (!done) {
        durability.count();
      }
    }
    return durability.count();
  }

  /** While the log is being applied, which stays until the database is forced. */
  void commitInMemory() throws SQLException {
    super.commit();
  }

  /** Commits what is open before, as JDBC says, and so as every commit. */
  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    if (autoCommit && !getAutoCommit()) {
      commit();
    }
    super.setAutoCommit(autoCommit);
  }

  @Override
  public void force() throws SQLException {
    durability.force();
  }

  private boolean changes() throws SQLException {
    return !isClosed()
        && getSession() instanceof SessionLocal session
        && session.containsUncommitted();
  }

  Database database() {
    return ((SessionLocal) getSession()).getDatabase();
  }

  @Override
  public synchronized void close() throws SQLException {
    Durability ending = durability;
    durability = null;
    if (ending != null) {
      ending.close();
    }
    super.close();
  }
}
