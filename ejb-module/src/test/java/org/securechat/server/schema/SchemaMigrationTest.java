package org.securechat.server.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.securechat.server.testing.TestDatabase;

class SchemaMigrationTest {
  private final DataSource dataSource = TestDatabase.emptyDataSource();

  @Test
  void anEmptyDatabaseIsMigratedAndASecondRunChangesNothing() {
    String version = new SchemaMigration(dataSource).run();

    assertThat(new SchemaMigration(dataSource).run()).isEqualTo(version);
  }

  @Test
  void aSchemaFromANewerServerIsRefusedWithBothVersions() throws SQLException {
    String known = new SchemaMigration(dataSource).run();
    execute(
        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
            + " checksum, installed_by, execution_time, success)"
            + " VALUES (9999, '9999', 'later', 'SQL', 'V9999__later.sql', 1, 'x', 1, TRUE)");

    assertThatThrownBy(() -> new SchemaMigration(dataSource).run())
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("9999")
        .hasMessageContaining("none above " + known);
  }

  @Test
  void anEditedMigrationIsRefused() throws SQLException {
    new SchemaMigration(dataSource).run();
    execute("UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = '1'");

    assertThatThrownBy(() -> new SchemaMigration(dataSource).run())
        .isInstanceOf(SchemaException.class);
  }

  @Test
  void aDatabaseOfSomethingElseIsNotTouched() throws SQLException {
    execute("CREATE TABLE payroll (id INTEGER)");

    assertThatThrownBy(() -> new SchemaMigration(dataSource).run())
        .isInstanceOf(SchemaException.class);
    execute("SELECT * FROM payroll");
    assertThatThrownBy(() -> execute("SELECT * FROM users")).isInstanceOf(SQLException.class);
  }

  private void execute(String sql) throws SQLException {
    try (var connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
