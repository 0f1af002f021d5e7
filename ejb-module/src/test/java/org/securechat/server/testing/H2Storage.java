package org.securechat.server.testing;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.ConnectionPoolDataSource;
import org.h2.jdbcx.JdbcDataSource;

/** An embedded H2. */
final class H2Storage implements Storage {

  private final JdbcDataSource h2 = new JdbcDataSource();

  private H2Storage(String place) {
    h2.setURL(
        "jdbc:h2:"
            + place
            + ";MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE"
            + ";DB_CLOSE_DELAY=-1");
  }

  static H2Storage fresh(String options) {
    return new H2Storage("mem:" + UUID.randomUUID() + options);
  }

  static H2Storage in(Path file) {
    return at("file:" + file);
  }

  static H2Storage at(String place) {
    return new H2Storage(place + ";WRITE_DELAY=0");
  }

  @Override
  public ConnectionPoolDataSource connections() {
    return h2;
  }

  @Override
  public void shutDown() {
    try (var connection = h2.getConnection();
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
