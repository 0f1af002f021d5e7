package org.securechat.server.lease;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Reads who has the right to write, by plain JDBC: the start asks before it brings the schema up to
 * date, so the row or its column may not be there. To be called without a transaction, so that each
 * look sees the row as it is.
 */
final class StoredHolding {
  /** SQL states of X/Open: 42S02 for tables, 42S22 for columns. */
  private static final String UNKNOWN_NAME = "42S";

  private final DataSource database;

  StoredHolding(DataSource database) {
    this.database = database;
  }

  /** Empty in a database that no server of this schema has used yet. */
  Optional<Holding> read() {
    try (Connection connection = database.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                "SELECT holder, epoch, commits FROM ledger_epoch WHERE name = 'transcript'");
        ResultSet rows = query.executeQuery()) {
      if (!rows.next()) {
        return Optional.empty();
      }
      return Optional.of(
          new Holding(
              Optional.ofNullable(rows.getString(1)),
              rows.getLong(2),
              rows.getLong(3) + beats(connection)));
    } catch (SQLException e) {
      if (isUnknownName(e)) {
        return Optional.empty();
      }
      throw new LeaseException("the database does not say which server writes to it", e);
    }
  }

  /** The signs of life of a cluster's servers. They only rise, and fall when a server leaves. */
  private static long beats(Connection connection) throws SQLException {
    try (PreparedStatement query =
            connection.prepareStatement("SELECT SUM(beats) FROM cluster_node");
        ResultSet rows = query.executeQuery()) {
      return rows.next() ? rows.getLong(1) : 0;
    } catch (SQLException e) {
      if (isUnknownName(e)) {
        return 0;
      }
      throw e;
    }
  }

  /** There is no such table or column. Metadata would say so, but wrappers of drivers differ. */
  private static boolean isUnknownName(SQLException e) {
    return e.getSQLState() != null && e.getSQLState().startsWith(UNKNOWN_NAME);
  }
}
