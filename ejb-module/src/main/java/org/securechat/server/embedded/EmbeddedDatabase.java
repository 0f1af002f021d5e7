package org.securechat.server.embedded;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * An H2 in this process, in a file, as the container makes it from {@code securechat.db.*}. A
 * commit on one of its connections is on the disk when it returns. A statement that commits by
 * itself (auto-commit) is on the disk after the next commit of any connection, and at the latest
 * when the database is closed. Thread-safe once its properties are set.
 */
public final class EmbeddedDatabase implements DataSource {
  private static final String PREFIX = "jdbc:h2:";

  /** In milliseconds: H2 writes when it is told to. */
  private static final String WHEN_TOLD = ";WRITE_DELAY=86400000";

  private String url;
  private String user;
  private String password;
  private int logBytes = 8 * 1024 * 1024;
  private int loginTimeout;

  /**
   * Sets where the database is.
   *
   * @param url of a database in a file, of any of H2's file systems; without {@code WRITE_DELAY}
   */
  public void setUrl(String url) {
    this.url = url;
  }

  public void setUser(String user) {
    this.user = user;
  }

  public void setPassword(String password) {
    this.password = password;
  }

  /** The space that the redo log takes. What does not fit costs a checkpoint of the database. */
  public void setLogBytes(int logBytes) {
    this.logBytes = logBytes;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return getConnection(user, password);
  }

  @Override
  public Connection getConnection(String as, String with) throws SQLException {
    Properties info = new Properties();
    info.setProperty("user", as == null ? "" : as);
    info.setProperty("password", with == null ? "" : with);
    String place = place();
    EmbeddedConnection connection = new EmbeddedConnection(url + WHEN_TOLD, info);
    try {
      connection.open(place, logBytes);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private String place() throws SQLException {
    if (url == null || !url.startsWith(PREFIX)) {
      throw new SQLException("the URL of an embedded database begins with " + PREFIX);
    }
    int options = url.indexOf(';');
    return url.substring(PREFIX.length(), options < 0 ? url.length() : options);
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  /** H2 and the log of events say what there is to say. */
  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {
    loginTimeout = seconds;
  }

  @Override
  public int getLoginTimeout() {
    return loginTimeout;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("java.util.logging is not used");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new SQLException("no " + type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
