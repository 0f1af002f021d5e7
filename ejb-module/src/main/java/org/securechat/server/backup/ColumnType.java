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
    return switch (sqlType) {
      case Types.BIT, Types.BOOLEAN, Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT ->
          Optional.of(INTEGER);
      case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.CLOB -> Optional.of(TEXT);
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> Optional.of(BYTES);
      default -> Optional.empty();
    };
  }
}
