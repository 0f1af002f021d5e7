package org.securechat.server.backup;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.securechat.server.config.Setting;

/** A database as the server's settings name it. Thread-safe. */
final class Database {
  /** In the URL of the embedded database, the file without the extension that H2 gives it. */
  private static final String EMBEDDED_FILE = "${securechat.data}/securechat";

  /** H2's own data source, whose commits are on the disk sooner or later. */
  private static final String PLAIN = "org.h2.jdbcx.JdbcDataSource";

  /** It stays open between two connections, and leaves no file about what callers are told. */
  private static final String FOR_TOOLS = ";DB_CLOSE_DELAY=-1;TRACE_LEVEL_FILE=0";

  private final DataSource source;

  Database(DataSource source) {
    this.source = source;
  }

  /**
   * Where a database is and who opens it, as {@code securechat.db.*} says.
   *
   * @param type the class of the driver's data source
   */
  record Address(String type, String url, String user, String password) {

    /** The embedded database in that file, which has no extension here. */
    static Address embedded(Path file) {
      String url = standard(Setting.DB_URL).replace(EMBEDDED_FILE, file.toString()) + FOR_TOOLS;
      return new Address(
          // A restore is complete or thrown away, so it need not wait for the disk line by line.
          PLAIN, url, standard(Setting.DB_USER), standard(Setting.DB_PASSWORD));
    }

    private static String standard(Setting setting) {
      return setting.defaultValue().orElseThrow();
    }

    /** Without the password. */
    @Override
    public String toString() {
      return url + " as " + user;
    }
  }

  static Database at(Address address) throws BackupException {
    return new Database(source(address.type(), address.url(), address.user(), address.password()));
  }

  /**
   * An embedded one.
   *
   * @param file without the extension that H2 gives it
   */
  static Database in(Path file) throws BackupException {
    return at(Address.embedded(file));
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
