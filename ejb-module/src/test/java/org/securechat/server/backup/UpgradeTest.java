package org.securechat.server.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.server.account.AccountException;
import org.securechat.server.account.TestUsers;
import org.securechat.server.ledger.LedgerEntry;
import org.securechat.server.receipt.SignedHistory;
import org.securechat.server.schema.SchemaException;
import org.securechat.server.schema.SchemaMigration;
import org.securechat.server.schema.SchemaVersion;
import org.securechat.server.schema.UnfinishedRestore;
import org.securechat.server.testing.TestDatabase;

/** A database that an old server left behind, under the server of today. */
class UpgradeTest {
  private static final Path OLD = Path.of("src/test/resources/schema-2");

  private static final SecretBytes KEY = SecretBytes.adopt(ones());

  @RegisterExtension final TestDatabase database = TestDatabase.withoutTables();

  private final Map<String, Set<List<String>>> before = new LinkedHashMap<>();

  private static byte[] ones() {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) 1);
    return bytes;
  }

  /** As it was when there were two migrations: nothing of today's is applied to it. */
  @BeforeEach
  void haveAnOldDatabase() throws Exception {
    new SchemaMigration(database.dataSource()).prepareRestore("2");
    try (BackupFile backup = BackupFile.open(OLD.resolve("backup.zip"));
        Connection connection = database.dataSource().getConnection()) {
      new TableLoader(connection, sentence -> {}).load(backup);
      UnfinishedRestore.unmark(connection);
      assertThat(SchemaVersion.of(connection)).isEqualTo("2");
      for (Manifest.Contents contents : backup.manifest().tables()) {
        Set<List<String>> rows = rows(connection, contents.table());
        assertThat(rows).as(contents.file()).hasSize((int) contents.rows()).isNotEmpty();
        before.put(contents.table().name(), rows);
      }
    }
  }

  /** The rows as text, with the columns that there were. */
  private static Set<List<String>> rows(Connection connection, TableSchema table)
      throws SQLException {
    Dialect dialect = Dialect.of(connection);
    String columns =
        table.columns().stream()
            .map(column -> dialect.quoted(column.name()))
            .collect(Collectors.joining(", "));
    Set<List<String>> found = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT " + columns + " FROM " + dialect.quoted(table.name()))) {
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= table.columns().size(); i++) {
          row.add(Arrays.toString(rows.getBytes(i)));
        }
        found.add(row);
      }
    }
    return found;
  }

  @Test
  void everyRowIsThereAfterwardsAndTheLedgerVerifies() throws Exception {
    String version = new SchemaMigration(database.dataSource()).run();

    assertThat(Integer.parseInt(version)).isGreaterThan(2);
    try (BackupFile backup = BackupFile.open(OLD.resolve("backup.zip"));
        Connection connection = database.dataSource().getConnection()) {
      for (Manifest.Contents contents : backup.manifest().tables()) {
        assertThat(rows(connection, contents.table()))
            .as(contents.file())
            .isEqualTo(before.get(contents.table().name()));
      }
      VerificationResult findings =
          new Verification(OLD, SignedHistory.SERVER, Clock.systemUTC())
              .of(connection, sentence -> {});
      assertThat(findings.faults()).isEmpty();
      assertThat(findings.lines()).isEqualTo(11);
      assertThat(findings.signatures()).isEqualTo(10);
      assertThat(findings.receipts()).isEqualTo(2);
    }
  }

  @Test
  void whoHadAnAccountLogsInAndReadsWhatWasSaid() {
    new SchemaMigration(database.dataSource()).run();
    database.reopen();

    assertThat(TestUsers.logIn(database, "alice", KEY).id())
        .isEqualTo(UUID.fromString(BackupFixture.ALICE));
    assertThatThrownBy(() -> TestUsers.logIn(database, "bob", KEY))
        .isInstanceOf(AccountException.class);
    List<LedgerEntry> history = SignedHistory.read(database, OLD);
    assertThat(history).hasSize(11);
    assertThat(history.get(0).message()).as("erased").isEmpty();
    assertThat(new String(history.get(2).message().orElseThrow().payload(), UTF_8))
        .isEqualTo("Zeile 2, naïve 🔒 \"quoted\"\n");
  }

  @Test
  void aMigrationThatFailsInTheMiddleSaysWhatToDoAndGoesOnFailing() {
    // Somebody has been at the database by hand: the sixth migration adds this column.
    BackupFixture.execute(database, "ALTER TABLE room ADD COLUMN retention_days INTEGER");

    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> new SchemaMigration(database.dataSource()).run())
          .isInstanceOf(SchemaException.class)
          .hasMessageContaining("6")
          .hasMessageContaining("restore the backup");
    }
  }

  @Test
  void aDatabaseThatIsBeingRestoredIsRefused() throws Exception {
    try (Connection connection = database.dataSource().getConnection()) {
      UnfinishedRestore.mark(connection);
    }

    assertThatThrownBy(() -> new SchemaMigration(database.dataSource()).run())
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("restore was not completed");
  }
}
