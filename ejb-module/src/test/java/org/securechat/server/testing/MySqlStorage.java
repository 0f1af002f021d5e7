package org.securechat.server.testing;

import com.mysql.cj.jdbc.MysqlConnectionPoolDataSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.ConnectionPoolDataSource;
import org.securechat.db.DatabaseServer;

/** A database on the one server that this process, or the one that started it, has started. */
final class MySqlStorage implements Storage {

  /** What {@code setup-mysql.sql} chooses. */
  static final String EXACT = "utf8mb4_bin";

  /** What an operator has who does not choose. */
  static final String USUAL = "utf8mb4_general_ci";

  private static final String USER = DatabaseServer.ADMINISTRATOR;
  private static final String URL = "securechat.test.database.url";
  private static final String PASSWORD = "securechat.test.database.password";
  private static final String OPTIONS =
      "?rewriteBatchedStatements=true&connectTimeout=5000&socketTimeout=20000";

  private final String name;
  private final boolean kept;

  private MySqlStorage(String name, String collation, boolean kept) {
    this.name = name;
    this.kept = kept;
    execute(
        "CREATE DATABASE IF NOT EXISTS " + name + " CHARACTER SET utf8mb4 COLLATE " + collation);
  }

  static boolean isWanted() {
    return !System.getProperty("securechat.test.database", "").isBlank();
  }

  static MySqlStorage fresh(String collation) {
    return new MySqlStorage("t_" + hex(UUID.randomUUID()), collation, false);
  }

  static MySqlStorage named(Path file) {
    byte[] path = file.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
    return new MySqlStorage("f_" + hex(UUID.nameUUIDFromBytes(path)), EXACT, true);
  }

  private static String hex(UUID id) {
    return id.toString().replace("-", "");
  }

  static List<String> optionsOfAnotherProcess() {
    return List.of(
        "-Dsecurechat.test.database=" + System.getProperty("securechat.test.database"),
        "-D" + URL + "=" + Server.URL,
        "-D" + PASSWORD + "=" + Server.PASSWORD);
  }

  @Override
  public ConnectionPoolDataSource connections() {
    MysqlConnectionPoolDataSource pool = new MysqlConnectionPoolDataSource();
    pool.setUrl(Server.URL + name + OPTIONS);
    pool.setUser(DatabaseServer.ADMINISTRATOR);
    pool.setPassword(Server.PASSWORD);
    return pool;
  }

  @Override
  public void shutDown() {
    for (long id : connectionIds()) {
      try {
        execute("KILL " + id);
      } catch (IllegalStateException e) {
        // It has ended by itself.
      }
    }
  }

  private List<Long> connectionIds() {
    List<Long> ids = new ArrayList<>();
    try (var connection = DriverManager.getConnection(Server.URL, USER, Server.PASSWORD);
        var statement =
            connection.prepareStatement(
                "SELECT id FROM information_schema.processlist WHERE db = ?")) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getLong(1));
        }
      }
      return ids;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void end() {
    if (!kept) {
      shutDown();
      execute("DROP DATABASE " + name);
    }
  }

  private static void execute(String sql) {
    try (var connection = DriverManager.getConnection(Server.URL, USER, Server.PASSWORD);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Started by the first test that needs it; ends with this process. */
  private static final class Server {
    static final String URL;
    static final String PASSWORD;

    static {
      String given = System.getProperty(MySqlStorage.URL);
      if (given == null) {
        DatabaseServer server = DatabaseServer.ofThisBuild().orElseThrow();
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        URL = server.url("");
        PASSWORD = server.password();
        readWhatIsCommitted(server);
      } else {
        URL = given;
        PASSWORD = System.getProperty(MySqlStorage.PASSWORD);
      }
    }

    /** As the server's data source has it. */
    private static void readWhatIsCommitted(DatabaseServer server) {
      try {
        server.administrator("SET GLOBAL TRANSACTION ISOLATION LEVEL READ COMMITTED");
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
