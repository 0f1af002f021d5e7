package org.securechat.server.testing;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.securechat.server.embedded.EmbeddedDatabase;

/** An embedded H2. */
final class H2Storage implements Storage {

  private final ConnectionPoolDataSource connections;

  private H2Storage(ConnectionPoolDataSource connections) {
    this.connections = connections;
  }

  private static String url(String place) {
    return "jdbc:h2:"
        + place
        + ";MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE"
        + ";DB_CLOSE_DELAY=-1";
  }

  /** In memory, where there is no disk to be forced. */
  static H2Storage fresh(String options) {
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setURL(url("mem:" + UUID.randomUUID() + options));
    return new H2Storage(h2);
  }

  static H2Storage in(Path file) {
    return at("file:" + file);
  }

  static H2Storage at(String place) {
    EmbeddedDatabase database = new EmbeddedDatabase();
    database.setUrl(url(place));
    // Small, so that it is full now and then.
    database.setLogBytes(64 * 1024);
    return new H2Storage(new PooledDatabase(database));
  }

  @Override
  public ConnectionPoolDataSource connections() {
    return connections;
  }

  @Override
  public void shutDown() {
    try (var connection = ((DataSource) connections).getConnection();
        var statement = connection.createStatement()) {
      statement.execute("SHUTDOWN");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void end() {
    shutDown();
  }
}
