package org.securechat.server.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.securechat.server.query.DatabaseProduct;

/** Where H2 and MySQL (MariaDB) want to be asked differently. */
enum Dialect {
  H2('"') {
    @Override
    void beginSnapshot(Connection connection) throws SQLException {
      connection.setAutoCommit(false);
      // From the first query on everything is as it was then, in all tables. Rows are handed out
      // as they are read instead of being collected first.
      execute(
          connection,
          "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SNAPSHOT",
          "SET LAZY_QUERY_EXECUTION 1");
    }

    @Override
    void endSnapshot(Connection connection) throws SQLException {
      connection.rollback();
      // The connection may go back into a pool.
      execute(
          connection,
          "SET LAZY_QUERY_EXECUTION 0",
          "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED");
      connection.setAutoCommit(true);
    }

    @Override
    int fetchSize() {
      return 100;
    }
  },

  MYSQL('`') {
    @Override
    void beginSnapshot(Connection connection) throws SQLException {
      connection.setAutoCommit(false);
      execute(
          connection,
          "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
          "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
    }

    @Override
    void endSnapshot(Connection connection) throws SQLException {
      connection.rollback();
      connection.setAutoCommit(true);
    }

    // Connector/J reads the whole answer into memory unless it is told this.
    @Override
    int fetchSize() {
      return Integer.MIN_VALUE;
    }
  };

  private final char quote;

  Dialect(char quote) {
    this.quote = quote;
  }

  static Dialect of(Connection connection) throws SQLException {
    return DatabaseProduct.isH2(connection) ? H2 : MYSQL;
  }

  /** From here on the connection sees one moment of the database. */
  abstract void beginSnapshot(Connection connection) throws SQLException;

  /** Leaves the connection as it was found. */
  abstract void endSnapshot(Connection connection) throws SQLException;

  /** What keeps a long answer from being held in memory. */
  abstract int fetchSize();

  String quoted(String name) {
    return quote + name + quote;
  }

  static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
