package org.securechat.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The operator's script, and the server that tests use. */
@EnabledIfSystemProperty(named = "securechat.test.database", matches = ".+")
class DatabaseServerTest {

  private DatabaseServer server;

  @BeforeEach
  void start() {
    server = DatabaseServer.ofThisBuild().orElseThrow();
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void theAccountMayDoWhatTheServerNeedsAndNothingElsewhere() throws SQLException {
    execute("CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY, x VARCHAR(10) UNIQUE)");
    execute("CREATE TABLE b (id INTEGER, CONSTRAINT f FOREIGN KEY (id) REFERENCES a (id))");
    execute("ALTER TABLE b ADD COLUMN y INTEGER");
    execute("CREATE INDEX i ON b (y)");
    execute("INSERT INTO a VALUES (1, 'e'), (2, 'é'), (3, 'E')");
    execute("UPDATE a SET x = 'z' WHERE x = 'E'");
    execute("DROP TABLE b");

    assertThatThrownBy(() -> execute("SELECT * FROM mysql.user")).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> execute("CREATE DATABASE other")).isInstanceOf(SQLException.class);
  }

  @Test
  void whatWasCommittedSurvivesAKill() throws SQLException {
    execute("CREATE TABLE a (id INTEGER)");
    execute("INSERT INTO a VALUES (1)");

    server.kill();
    assertThatThrownBy(() -> execute("SELECT 1")).isInstanceOf(SQLException.class);
    server.start();

    assertThat(execute("DELETE FROM a")).isEqualTo(1);
  }

  @Test
  void theTemporaryTablesOfOneServerAreOutOfTheReachOfAnother() throws SQLException {
    assertThat(query("SELECT @@tmpdir"))
        .startsWith(query("SELECT @@datadir").replaceFirst("data/?$", ""));
  }

  private String query(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                server.url("securechat"), DatabaseServer.USER, server.password());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private int execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                server.url("securechat"), DatabaseServer.USER, server.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
      return statement.getUpdateCount();
    }
  }
}
