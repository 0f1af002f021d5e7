package org.securechat.server.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.server.receipt.SignedHistory;
import org.securechat.server.schema.SchemaException;
import org.securechat.server.schema.SchemaMigration;
import org.securechat.server.schema.UnfinishedRestore;
import org.securechat.server.testing.TestDatabase;

/** What a restore does to a database on MySQL and MariaDB. */
@EnabledIfSystemProperty(named = "securechat.test.database", matches = ".+")
class ServedRestoreTest {
  private static final Path BACKUP = Path.of("src/test/resources/schema-2/backup.zip");

  @RegisterExtension final TestDatabase database = TestDatabase.withoutTables();
  @TempDir Path folder;

  private Path forged;

  @BeforeEach
  void forge() throws IOException {
    forged = folder.resolve("forged.zip");
    Map<String, byte[]> files = BackupFixture.files(BACKUP);
    String lines = new String(files.get("tables/transcript_entry.jsonl"), UTF_8);
    files.put(
        "tables/transcript_entry.jsonl",
        lines.replaceFirst("\"bob\"", "\"mallory\"").getBytes(UTF_8));
    BackupFixture.sum(files);
    BackupFixture.zip(forged, files);
  }

  private Restoration.Result run(Path file, boolean replace) throws Exception {
    Verification verification =
        new Verification(BACKUP.getParent(), SignedHistory.SERVER, Clock.systemUTC());
    // The tests' own pool keeps connections open, which a restore takes for a server's.
    ((JdbcConnectionPool) database.dataSource()).dispose();
    try (BackupFile backup = BackupFile.open(file)) {
      return new ServedRestore(
              new Database(database.unpooled()),
              folder.resolve("files"),
              verification,
              Clock.systemUTC(),
              sentence -> {})
          .run(backup, replace, folder);
    }
  }

  private Set<String> tables() throws SQLException {
    try (Connection connection = database.unpooled().getConnection()) {
      return new Catalogue(connection).names();
    }
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = database.unpooled().getConnection()) {
      Dialect.execute(connection, statements);
    }
  }

  @Test
  void anEmptyDatabaseGetsABackupOfTheEmbeddedOne() throws Exception {
    assertThat(run(BACKUP, false).findings().lines()).isEqualTo(11);

    assertThat(tables()).doesNotContain(UnfinishedRestore.TABLE);
    new SchemaMigration(database.unpooled()).run();
  }

  @Test
  void whatDoesNotVerifyLeavesAnEmptyDatabaseEmpty() throws Exception {
    assertThatThrownBy(() -> run(forged, false)).isInstanceOf(BackupException.class);

    assertThat(tables()).isEmpty();
  }

  @Test
  void whatIsThereIsDroppedOnlyWhenItMayBeAndTheBackupVerifies() throws Exception {
    run(BACKUP, false);
    execute("UPDATE users SET version = 77", "UPDATE ledger_epoch SET epoch = 4000000000000000");

    assertThatThrownBy(() -> run(BACKUP, false))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("--replace");
    assertThatThrownBy(() -> run(forged, true)).isInstanceOf(BackupException.class);
    assertThat(number("SELECT MAX(version) FROM users")).isEqualTo(77);

    run(BACKUP, true);
    assertThat(number("SELECT MAX(version) FROM users")).isEqualTo(3);
    assertThat(number("SELECT epoch FROM ledger_epoch")).isGreaterThan(4_000_000_000_000_000L);
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = database.unpooled().getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void aServerThatIsStillThereIsInTheWay() throws Exception {
    try (Connection server = database.unpooled().getConnection()) {
      assertThat(server.isValid(5)).isTrue();

      assertThatThrownBy(() -> run(BACKUP, false))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("in use by");
    }
    assertThat(tables()).isEmpty();
  }

  @Test
  void tablesOfSomebodyElseAreNotTouched() throws Exception {
    execute("CREATE TABLE payroll (id INTEGER PRIMARY KEY)");

    assertThatThrownBy(() -> run(BACKUP, true))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("payroll");
    assertThat(tables()).containsExactly("payroll");
  }

  @Test
  void whatAnInterruptedAttemptHasLeftIsUnusableUntilOneSucceeds() throws Exception {
    new SchemaMigration(database.unpooled()).prepareRestore("2");

    assertThatThrownBy(() -> run(forged, false)).isInstanceOf(BackupException.class);
    assertThatThrownBy(() -> new SchemaMigration(database.unpooled()).run())
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("restore was not completed");

    run(BACKUP, false);
    new SchemaMigration(database.unpooled()).run();
  }
}
