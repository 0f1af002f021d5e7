package org.securechat.server.backup;

import java.util.List;

/**
 * A table as the database describes it.
 *
 * @param columns in the order of the table
 * @param key the columns of the primary key, in their order
 */
record TableSchema(String name, List<Column> columns, List<String> key) {

  TableSchema {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
  }

  /** A column and what it holds. */
  record Column(String name, ColumnType type) {}
}
