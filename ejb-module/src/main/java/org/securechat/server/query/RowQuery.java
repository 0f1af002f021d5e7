package org.securechat.server.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Asks the database one question and keeps nothing: another node may change a row at any time. */
public final class RowQuery {
  private RowQuery() {}

  /**
   * All rows that fit, over a connection that is taken for the question.
   *
   * @param sql a constant text with a question mark for each value
   * @throws IllegalStateException if the database does not answer
   */
  public static <T> List<T> all(
      DataSource database, String sql, RowReader<T> reader, Object... values) {
    try (Connection connection = database.getConnection()) {
      return all(connection, sql, reader, values);
    } catch (SQLException e) {
      throw unanswered(e);
    }
  }

  /** As {@link #all(DataSource, String, RowReader, Object...)}, over a connection that is there. */
  public static <T> List<T> all(
      Connection connection, String sql, RowReader<T> reader, Object... values) {
    try (PreparedStatement statement = prepared(connection, sql, values)) {
      List<T> found = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(reader.read(rows));
        }
      }
      return found;
    } catch (SQLException e) {
      throw unanswered(e);
    }
  }

  /**
   * Changes rows, over a connection that is there.
   *
   * @param sql as for {@link #all}
   * @return how many
   */
  public static int change(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = prepared(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }

  private static PreparedStatement prepared(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  private static IllegalStateException unanswered(SQLException reason) {
    return new IllegalStateException("the database cannot be read: " + reason.getMessage(), reason);
  }
}
