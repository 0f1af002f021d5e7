package org.securechat.server.embedded;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A transaction that was committed, as what repeats it. Immutable.
 *
 * @param number the ledger's count of commits after it
 * @param changes in their order; each of their rows changed one row
 */
public record RedoRecord(long number, List<Change> changes) {
  /** Gives the number of the newest commit, which each transaction that is logged counts itself. */
  public static final String NEWEST = "SELECT commits FROM ledger_epoch WHERE name = 'transcript'";

  private static final int NULL = 0;
  private static final int TEXT = 1;
  private static final int NUMBER = 2;
  private static final int BYTES = 3;

  public RedoRecord {
    changes = List.copyOf(changes);
  }

  /**
   * A statement and what it was executed with.
   *
   * @param rows of text, numbers, bytes and null, in the order of the parameters; belongs to this
   *     change from here on
   */
  public record Change(String sql, List<Object[]> rows) {

    /** Gives a row's values to a statement that was prepared for {@link #sql}. */
    public static void set(PreparedStatement statement, Object[] row) throws SQLException {
      for (int i = 0; i < row.length; i++) {
        switch (row[i]) {
          case String text -> statement.setString(i + 1, text);
          case Long number -> statement.setLong(i + 1, number);
          case byte[] bytes -> statement.setBytes(i + 1, bytes);
          case null -> statement.setString(i + 1, null);
          default -> throw new IllegalArgumentException(row[i].getClass().getName());
        }
      }
    }
  }

  /**
   * Does it again, in a transaction of the caller's.
   *
   * @throws SQLException also if a row changes something other than one row: then this is not the
   *     database that the record is about
   */
  void redo(Connection connection) throws SQLException {
    for (Change change : changes) {
      try (PreparedStatement statement = connection.prepareStatement(change.sql())) {
        for (Object[] row : change.rows()) {
          Change.set(statement, row);
          if (statement.executeUpdate() != 1) {
            throw new SQLException("commit " + number + " of the redo log does not fit");
          }
        }
      }
    }
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(number);
      out.writeInt(changes.size());
      for (Change change : changes) {
        out.writeUTF(change.sql());
        out.writeInt(change.rows().size());
        for (Object[] row : change.rows()) {
          out.writeInt(row.length);
          for (Object value : row) {
            write(out, value);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, Object value) throws IOException {
    switch (value) {
      case String text -> write(out, TEXT, text.getBytes(StandardCharsets.UTF_8));
      case byte[] bytes -> write(out, BYTES, bytes);
      case Long number -> {
        out.writeByte(NUMBER);
        out.writeLong(number);
      }
      case null -> out.writeByte(NULL);
      default -> throw new IllegalArgumentException(value.getClass().getName());
    }
  }

  private static void write(DataOutputStream out, int type, byte[] bytes) throws IOException {
    out.writeByte(type);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * @throws IOException if these are not the bytes of a record
   */
  static RedoRecord decode(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      long number = in.readLong();
      int count = count(in);
      List<Change> changes = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        changes.add(new Change(in.readUTF(), rows(in)));
      }
      if (in.available() > 0) {
        throw new IOException("bytes behind a record of the redo log");
      }
      return new RedoRecord(number, changes);
    }
  }

  private static List<Object[]> rows(DataInputStream in) throws IOException {
    int count = count(in);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Object[] row = new Object[count(in)];
      for (int j = 0; j < row.length; j++) {
        row[j] = value(in);
      }
      rows.add(row);
    }
    return rows;
  }

  private static Object value(DataInputStream in) throws IOException {
    int type = in.readByte();
    return switch (type) {
      case NULL -> null;
      case NUMBER -> in.readLong();
      case TEXT -> new String(in.readNBytes(count(in)), StandardCharsets.UTF_8);
      case BYTES -> in.readNBytes(count(in));
      default -> throw new IOException("a value of type " + type + " in the redo log");
    };
  }

  /** Each thing that is counted takes a byte at least. */
  private static int count(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > in.available()) {
      throw new IOException("a record of the redo log ends too early");
    }
    return count;
  }
}
