package org.securechat.server.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A table that is there while a backup is being restored: as long as it is, the database is not
 * what it was, and no server may start on it.
 */
public final class UnfinishedRestore {
  public static final String TABLE = "securechat_restore";

  private UnfinishedRestore() {}

  public static boolean isIn(Connection connection) throws SQLException {
    try (ResultSet rows =
        connection
            .getMetaData()
            .getTables(connection.getCatalog(), connection.getSchema(), TABLE, null)) {
      return rows.next();
    }
  }

  /** Begins, or begins again: from here on no server starts. */
  public static void mark(Connection connection) throws SQLException {
    execute(
        connection,
        "CREATE TABLE IF NOT EXISTS " + TABLE + " (started_at BIGINT NOT NULL PRIMARY KEY)");
  }

  /** Ends: the database may be used. */
  public static void unmark(Connection connection) throws SQLException {
    execute(connection, "DROP TABLE " + TABLE);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
