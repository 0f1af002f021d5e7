package org.securechat.server.lease;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Reads who has the right to write, by plain JDBC: the start asks before it brings the schema up to
 * date, so the row or its column may not be there.
 */
final class StoredHolding {
  private static final String TABLE = "ledger_epoch";
  private static final String COLUMN = "holder";

  private final DataSource database;

  StoredHolding(DataSource database) {
    this.database = database;
  }

  /** Empty in a database that no server of this schema has used yet. */
  Optional<Holding> read() {
    try (Connection connection = database.getConnection()) {
      return isThere(connection) ? read(connection) : Optional.empty();
    } catch (SQLException e) {
      throw new LeaseException("the database does not say which server writes to it", e);
    }
  }

  private static boolean isThere(Connection connection) throws SQLException {
    try (ResultSet columns =
        connection
            .getMetaData()
            .getColumns(connection.getCatalog(), connection.getSchema(), TABLE, COLUMN)) {
      return columns.next();
    }
  }

  private static Optional<Holding> read(Connection connection) throws SQLException {
    try (PreparedStatement query =
            connection.prepareStatement(
                "SELECT holder, epoch, commits FROM ledger_epoch WHERE name = 'transcript'");
        ResultSet rows = query.executeQuery()) {
      if (!rows.next()) {
        return Optional.empty();
      }
      return Optional.of(
          new Holding(Optional.ofNullable(rows.getString(1)), rows.getLong(2), rows.getLong(3)));
    }
  }
}
