package org.securechat.server.backup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

/** Rows as lines of JSON, one row in memory at a time. */
final class JsonLinesRows {
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .rootValueSeparator("\n")
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .build();

  private JsonLinesRows() {}

  /** Writes every row of the answer; returns how many there were. */
  static long write(ResultSet rows, List<TableSchema.Column> columns, OutputStream out)
      throws SQLException, IOException {
    long count = 0;
    try (JsonGenerator json = JSON.createGenerator(out)) {
      while (rows.next()) {
        json.writeStartArray();
        for (int i = 0; i < columns.size(); i++) {
          writeValue(rows, i + 1, columns.get(i).type(), json);
        }
        json.writeEndArray();
        count++;
      }
      if (count > 0) {
        json.writeRaw('\n');
      }
    }
    return count;
  }

  private static void writeValue(ResultSet rows, int index, ColumnType type, JsonGenerator json)
      throws SQLException, IOException {
    switch (type) {
      case INTEGER -> {
        long number = rows.getLong(index);
        if (rows.wasNull()) {
          json.writeNull();
        } else {
          json.writeNumber(number);
        }
      }
      case TEXT -> json.writeString(rows.getString(index));
      case BYTES -> {
        byte[] bytes = rows.getBytes(index);
        if (bytes == null) {
          json.writeNull();
        } else {
          json.writeBinary(bytes);
        }
      }
    }
  }

  /** Reads rows one after the other. Confined to one thread. */
  static final class Reader implements AutoCloseable {
    private final JsonParser json;
    private final TableSchema table;
    private long row;

    Reader(InputStream in, TableSchema table) throws IOException {
      this.json = JSON.createParser(in);
      this.table = table;
    }

    /**
     * Sets the next row's values as the statement's parameters.
     *
     * @return about the bytes of the row, or -1 after the last one
     */
    long next(PreparedStatement statement) throws IOException, SQLException, BackupException {
      JsonToken token = json.nextToken();
      if (token == null) {
        return -1;
      }
      row++;
      insist(token == JsonToken.START_ARRAY);
      long size = 0;
      for (int i = 0; i < table.columns().size(); i++) {
        size += set(statement, i + 1, table.columns().get(i).type());
      }
      insist(json.nextToken() == JsonToken.END_ARRAY);
      return size;
    }

    private long set(PreparedStatement statement, int index, ColumnType type)
        throws IOException, SQLException, BackupException {
      JsonToken token = json.nextToken();
      if (token == JsonToken.VALUE_NULL) {
        statement.setNull(index, sqlType(type));
        return 1;
      }
      return switch (type) {
        case INTEGER -> {
          insist(token == JsonToken.VALUE_NUMBER_INT);
          statement.setLong(index, json.getLongValue());
          yield Long.BYTES;
        }
        case TEXT -> {
          insist(token == JsonToken.VALUE_STRING);
          statement.setString(index, json.getText());
          yield json.getTextLength();
        }
        case BYTES -> {
          insist(token == JsonToken.VALUE_STRING);
          byte[] bytes = json.getBinaryValue();
          statement.setBytes(index, bytes);
          yield bytes.length;
        }
      };
    }

    private static int sqlType(ColumnType type) {
      return switch (type) {
        case INTEGER -> Types.BIGINT;
        case TEXT -> Types.VARCHAR;
        case BYTES -> Types.VARBINARY;
      };
    }

    private void insist(boolean condition) throws BackupException {
      if (!condition) {
        throw new BackupException("row " + row + " of table " + table.name() + " is malformed");
      }
    }

    @Override
    public void close() throws IOException {
      json.close();
    }
  }
}
