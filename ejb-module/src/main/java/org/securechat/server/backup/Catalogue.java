package org.securechat.server.backup;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.securechat.server.schema.UnfinishedRestore;

/** What the database itself says about its tables. Confined to its connection's thread. */
final class Catalogue {
  /** The migrations' own: a restore makes it anew. */
  static final String HISTORY = "flyway_schema_history";

  /** What is made again from other tables, or by servers while they run, and so is in no backup. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "search_progress",
          "search_segment",
          "room_upload",
          "cluster_node",
          "cluster_secret",
          "chat_session");

  private static final String[] TABLES = {"TABLE", "BASE TABLE"};

  private final Connection connection;
  private final DatabaseMetaData metadata;
  private final String schema;

  Catalogue(Connection connection) throws SQLException {
    this.connection = connection;
    this.metadata = connection.getMetaData();
    this.schema = connection.getSchema();
  }

  /** The names of all tables, the migrations' own among them, in lower case. */
  Set<String> names() throws SQLException {
    Set<String> names = new TreeSet<>();
    try (ResultSet rows = metadata.getTables(connection.getCatalog(), schema, "%", TABLES)) {
      while (rows.next()) {
        names.add(rows.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  /**
   * Every table with data of the product's that is not made from others, each after those that it
   * refers to.
   *
   * @throws BackupException if a table cannot be carried by a backup
   */
  List<TableSchema> tables() throws SQLException, BackupException {
    Set<String> names = names();
    names.remove(HISTORY);
    names.remove(UnfinishedRestore.TABLE);
    names.removeAll(LEFT_OUT);
    List<TableSchema> tables = new ArrayList<>();
    for (String name : ordered(names)) {
      tables.add(new TableSchema(name, columns(name), key(name)));
    }
    return tables;
  }

  private List<String> ordered(Set<String> names) throws SQLException, BackupException {
    Map<String, Set<String>> waiting = new LinkedHashMap<>();
    for (String name : names) {
      waiting.put(name, referredTo(name));
    }
    Set<String> done = new LinkedHashSet<>();
    while (!waiting.isEmpty()) {
      List<String> next =
          waiting.keySet().stream().filter(name -> done.containsAll(waiting.get(name))).toList();
      if (next.isEmpty()) {
        throw new BackupException("the tables " + waiting.keySet() + " refer to each other");
      }
      done.addAll(next);
      waiting.keySet().removeAll(next);
    }
    return List.copyOf(done);
  }

  private Set<String> referredTo(String table) throws SQLException {
    Set<String> names = new TreeSet<>();
    try (ResultSet rows = metadata.getImportedKeys(connection.getCatalog(), schema, table)) {
      while (rows.next()) {
        names.add(rows.getString("PKTABLE_NAME").toLowerCase(Locale.ROOT));
      }
    }
    names.remove(table);
    return names;
  }

  private List<TableSchema.Column> columns(String table) throws SQLException, BackupException {
    List<TableSchema.Column> columns = new ArrayList<>();
    try (ResultSet rows =
        metadata.getColumns(connection.getCatalog(), schema, escaped(table), "%")) {
      while (rows.next()) {
        String name = rows.getString("COLUMN_NAME").toLowerCase(Locale.ROOT);
        int sqlType = rows.getInt("DATA_TYPE");
        String typeName = rows.getString("TYPE_NAME");
        ColumnType type =
            ColumnType.of(sqlType)
                .orElseThrow(() ->
                    new BackupException(
                        "column "
                            + table
                            + "."
                            + name
                            + " is of a type that no backup carries: "
                            + typeName));
        columns.add(new TableSchema.Column(name, type));
      }
    }
    return columns;
  }

  /** A pattern that matches that name alone: an underscore stands for any character otherwise. */
  private String escaped(String name) throws SQLException {
    return name.replace("_", metadata.getSearchStringEscape() + "_");
  }

  private List<String> key(String table) throws SQLException, BackupException {
    Map<Short, String> columns = new TreeMap<>();
    try (ResultSet rows = metadata.getPrimaryKeys(connection.getCatalog(), schema, table)) {
      while (rows.next()) {
        columns.put(
            rows.getShort("KEY_SEQ"), rows.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
      }
    }
    if (columns.isEmpty()) {
      throw new BackupException("the table " + table + " has no primary key");
    }
    return List.copyOf(columns.values());
  }
}
