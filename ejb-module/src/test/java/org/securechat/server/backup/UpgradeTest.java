package org.securechat.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.server.receipt.SignedHistory;
import org.securechat.server.schema.SchemaMigration;
import org.securechat.server.schema.SchemaVersion;
import org.securechat.server.schema.UnfinishedRestore;
import org.securechat.server.testing.TestDatabase;

/** A database that an old server left behind, under the server of today. */
class UpgradeTest {
  private static final Path OLD = Path.of("src/test/resources/schema-2");

  @RegisterExtension final TestDatabase database = TestDatabase.withoutTables();

  private final Map<String, Set<List<String>>> before = new LinkedHashMap<>();

  /** As it was when there were two migrations: nothing of today's is applied to it. */
  @BeforeEach
  void haveAnOldDatabase() throws Exception {
    new SchemaMigration(database.dataSource()).prepareRestore("2");
    try (BackupFile backup = BackupFile.open(OLD.resolve("backup.zip"));
        Connection connection = database.dataSource().getConnection()) {
      new Loader(connection, sentence -> {}).load(backup);
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
  private static Set<List<String>> rows(Connection connection, Table table) throws SQLException {
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
          row.add(java.util.Arrays.toString(rows.getBytes(i)));
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
      Findings findings =
          new Verification(OLD, SignedHistory.SERVER, Clock.systemUTC())
              .of(connection, sentence -> {});
      assertThat(findings.faults()).isEmpty();
      assertThat(findings.lines()).isEqualTo(11);
      assertThat(findings.signatures()).isEqualTo(10);
      assertThat(findings.receipts()).isEqualTo(2);
    }
  }
}
