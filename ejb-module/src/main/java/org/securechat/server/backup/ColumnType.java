package org.securechat.server.backup;

import java.sql.Types;
import java.util.Optional;

/** What a column holds, as far as a backup tells it apart. */
enum ColumnType {
  /** A JSON number without fraction; true is 1. */
  INTEGER,
  /** A JSON string. */
  TEXT,
  /** A JSON string, base64. */
  BYTES;

  /** Empty for a type that no backup can carry from one database to another. */
  static Optional<ColumnType> of(int sqlType) {
    switch (sqlType) {
      case Types.BIT:
      case Types.BOOLEAN:
      case Types.TINYINT:
      case Types.SMALLINT:
      case Types.INTEGER:
      case Types.BIGINT:
        return Optional.of(INTEGER);
      case Types.CHAR:
      case Types.VARCHAR:
      case Types.LONGVARCHAR:
      case Types.CLOB:
        return Optional.of(TEXT);
      case Types.BINARY:
      case Types.VARBINARY:
      case Types.LONGVARBINARY:
      case Types.BLOB:
        return Optional.of(BYTES);
      default:
        return Optional.empty();
    }
  }
}
