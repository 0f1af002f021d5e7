package org.securechat.server.backup;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;

/** A database as the server's settings name it. Thread-safe. */
final class Database {
  private static final String H2 = "org.h2.jdbcx.JdbcDataSource";
  private static final String EMBEDDED =
      ";MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE"
          + ";DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1";

  private final DataSource source;

  Database(DataSource source) {
    this.source = source;
  }

  /**
   * The one that the properties {@code securechat.db.class}, {@code .url}, {@code .user} and {@code
   * .password} name.
   */
  static Database of(Map<String, String> settings) throws BackupException {
    return new Database(
        source(
            settings.get("securechat.db.class"),
            settings.get("securechat.db.url"),
            settings.get("securechat.db.user"),
            settings.get("securechat.db.password")));
  }

  /**
   * An embedded one.
   *
   * @param file without the extension that H2 gives it
   */
  static Database in(Path file) throws BackupException {
    return new Database(source(H2, "jdbc:h2:file:" + file + EMBEDDED, "securechat", "embedded"));
  }

  /** Reflection, because the drivers are the installation's and not this module's. */
  private static DataSource source(String type, String url, String user, String password)
      throws BackupException {
    try {
      Class<?> driver = Class.forName(type, true, Database.class.getClassLoader());
      Object source = driver.getConstructor().newInstance();
      driver.getMethod("setUrl", String.class).invoke(source, url);
      driver.getMethod("setUser", String.class).invoke(source, user);
      driver.getMethod("setPassword", String.class).invoke(source, password);
      return (DataSource) source;
    } catch (ReflectiveOperationException e) {
      throw new BackupException("the database driver " + type + " cannot be used: " + e, e);
    }
  }

  DataSource source() {
    return source;
  }

  Connection connect() throws SQLException {
    return source.getConnection();
  }

  /** Ends an embedded database, so that its file is complete; one that is served is left alone. */
  void shutDown() throws SQLException {
    try (Connection connection = connect()) {
      if (Dialect.of(connection) == Dialect.H2) {
        Dialect.execute(connection, "SHUTDOWN");
      }
    }
  }
}
