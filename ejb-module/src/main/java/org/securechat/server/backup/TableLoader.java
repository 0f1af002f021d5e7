package org.securechat.server.backup;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Fills the tables of a migrated database from a backup. Confined to one thread. */
final class TableLoader {
  private static final int BATCH_ROWS = 500;

  /**
   * A group of rows travels as one packet, which MariaDB limits to 16 MiB unless told otherwise.
   */
  private static final long BATCH_BYTES = 1 << 20;

  private final Connection connection;
  private final Dialect dialect;
  private final Consumer<String> progress;

  TableLoader(Connection connection, Consumer<String> progress) throws SQLException {
    this.connection = connection;
    this.dialect = Dialect.of(connection);
    this.progress = progress;
  }

  /**
   * Replaces whatever the migrations put into the tables.
   *
   * @throws BackupException if the backup does not fit the schema or holds other rows than it says
   */
  void load(BackupFile backup) throws SQLException, IOException, BackupException {
    List<TableSchema> tables = new Catalogue(connection).tables();
    Map<String, Manifest.Contents> stored = new HashMap<>();
    for (Manifest.Contents contents : backup.manifest().tables()) {
      if (stored.put(contents.table().name(), contents) != null) {
        throw new BackupException("the table " + contents.table().name() + " is there twice");
      }
    }
    for (TableSchema table : tables) {
      fits(table, stored.get(table.name()));
    }
    if (stored.size() != tables.size()) {
      tables.forEach(table -> stored.remove(table.name()));
      throw new BackupException("the schema has no tables " + stored.keySet());
    }
    connection.setAutoCommit(false);
    clear(tables);
    for (TableSchema table : tables) {
      load(stored.get(table.name()), backup);
    }
    connection.setAutoCommit(true);
  }

  private static void fits(TableSchema table, Manifest.Contents contents) throws BackupException {
    if (contents == null) {
      throw new BackupException("the table " + table.name() + " is not in the backup");
    }
    if (!new HashSet<>(contents.table().columns()).equals(new HashSet<>(table.columns()))
        || contents.table().columns().size() != table.columns().size()) {
      throw new BackupException(
          "the columns of table " + table.name() + " in the backup are not those of its schema");
    }
  }

  /** Last first, because of what refers to what. */
  private void clear(List<TableSchema> tables) throws SQLException {
    List<TableSchema> reversed = new ArrayList<>(tables);
    Collections.reverse(reversed);
    for (TableSchema table : reversed) {
      Dialect.execute(connection, "DELETE FROM " + dialect.quoted(table.name()));
    }
    connection.commit();
  }

  private void load(Manifest.Contents contents, BackupFile backup)
      throws SQLException, IOException, BackupException {
    long rows = 0;
    try (JsonLinesRows.Reader reader =
            new JsonLinesRows.Reader(backup.rows(contents), contents.table());
        PreparedStatement insert = connection.prepareStatement(insert(contents.table()))) {
      long bytes = 0;
      int waiting = 0;
      for (long size = reader.next(insert); size >= 0; size = reader.next(insert)) {
        insert.addBatch();
        rows++;
        waiting++;
        bytes += size;
        if (waiting == BATCH_ROWS || bytes > BATCH_BYTES) {
          insert.executeBatch();
          connection.commit();
          waiting = 0;
          bytes = 0;
        }
      }
      if (waiting > 0) {
        insert.executeBatch();
      }
      connection.commit();
    }
    if (rows != contents.rows()) {
      throw new BackupException(
          "the table "
              + contents.table().name()
              + " should have "
              + contents.rows()
              + " rows, but the backup holds "
              + rows);
    }
    progress.accept("loaded " + contents.table().name() + ", " + rows + " rows");
  }

  private String insert(TableSchema table) {
    String columns =
        table.columns().stream()
            .map(column -> dialect.quoted(column.name()))
            .collect(Collectors.joining(", "));
    String places = table.columns().stream().map(column -> "?").collect(Collectors.joining(", "));
    return "INSERT INTO "
        + dialect.quoted(table.name())
        + " ("
        + columns
        + ") VALUES ("
        + places
        + ")";
  }
}
