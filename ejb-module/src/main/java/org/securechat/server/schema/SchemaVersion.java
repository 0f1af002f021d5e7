package org.securechat.server.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.MigrationVersion;

/** The version of the schema that a database is said to have. */
public final class SchemaVersion {
  private SchemaVersion() {}

  /**
   * Of the newest migration that was applied, as text.
   *
   * @throws SQLException if the database has no history of migrations
   */
  public static String of(Connection connection) throws SQLException {
    MigrationVersion newest = MigrationVersion.EMPTY;
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT version FROM flyway_schema_history"
                    + " WHERE success = TRUE AND version IS NOT NULL")) {
      while (rows.next()) {
        MigrationVersion version = MigrationVersion.fromVersion(rows.getString(1));
        newest = version.compareTo(newest) > 0 ? version : newest;
      }
    }
    return newest.getVersion();
  }
}
