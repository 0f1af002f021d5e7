package org.securechat.server.ledger;

import jakarta.ejb.ApplicationException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.UUID;
import org.securechat.server.embedded.RedoRecord;
import org.securechat.server.embedded.RedoRecord.Change;
import org.securechat.server.ledger.Batch.HeadChange;
import org.securechat.server.ledger.Batch.PositionedLine;
import org.securechat.server.ledger.LedgerException.FencedException;
import org.securechat.server.ledger.RoomTailCache.RoomTail;
import org.securechat.server.ledger.TranscriptLedger.Head;
import org.securechat.server.query.DatabaseProduct;
import org.securechat.server.query.RowReader;

/**
 * What a batch is written with, on one connection and in a transaction of the caller's. Each
 * statement is prepared once, when it is first needed. Confined to its connection's thread.
 */
final class LineStatements implements AutoCloseable {
  /** Of one statement. */
  private static final int MOST_KEYS = 256;

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  /** In this transaction. */
  private final List<Change> done = new ArrayList<>();

  LineStatements(Connection connection) {
    this.connection = connection;
  }

  /**
   * First of all in a transaction: makes sure that this server may write, and places the lines of a
   * shared batch.
   *
   * @throws FencedException if the epoch is over
   */
  void begin(long epoch, Batch batch) throws SQLException {
    if (!(batch.isShared() ? share(epoch) : fence(epoch))) {
      throw new FencedException(epoch);
    }
    if (batch.isShared()) {
      List<String> open = keepOpen(batch.sessions());
      batch.locked(lock(batch.rooms()), open, new JdbcLedgerRecords(connection));
    }
  }

  /** Whether this is still the epoch, which cannot end from now on until the transaction does. */
  private boolean share(long epoch) throws SQLException {
    done.clear();
    Sql sql = DatabaseProduct.isH2(connection) ? Sql.ALONE : Sql.SHARE;
    try (ResultSet row = statement(sql).executeQuery()) {
      return row.next() && row.getLong(1) == epoch;
    }
  }

  /** Those of the sessions that are open, and stay so until the transaction ends. */
  private List<String> keepOpen(NavigableSet<String> sessions) throws SQLException {
    Sql sql = DatabaseProduct.isH2(connection) ? Sql.SESSIONS_ALONE : Sql.SESSIONS;
    return find(sql, List.copyOf(sessions), row -> row.getString(1));
  }

  /** Locks the ends of rooms, in their order, and reads them; a room without lines has none. */
  List<RoomTail> lock(NavigableSet<UUID> rooms) throws SQLException {
    Sql sql = DatabaseProduct.isH2(connection) ? Sql.LOCK_HEADS_ALONE : Sql.LOCK_HEADS;
    return find(
        sql,
        rooms.stream().map(UUID::toString).toList(),
        row ->
            new RoomTail(
                UUID.fromString(row.getString(1)),
                row.getLong(2),
                row.getString(3),
                row.getLong(4),
                row.getLong(5)));
  }

  /**
   * The rows with these keys. Each statement asks for a number of keys that is a power of two, so
   * that few have to be prepared; the last key fills it up.
   */
  private <T> List<T> find(Sql sql, List<String> keys, RowReader<T> reader) throws SQLException {
    List<T> found = new ArrayList<>(keys.size());
    for (int from = 0; from < keys.size(); from += MOST_KEYS) {
      List<String> some = keys.subList(from, Math.min(from + MOST_KEYS, keys.size()));
      int asked = Math.max(1, 2 * Integer.highestOneBit(some.size() - 1));
      PreparedStatement statement = statement(sql.text.replace("?", "?, ".repeat(asked - 1) + "?"));
      for (int i = 0; i < asked; i++) {
        statement.setString(i + 1, some.get(Math.min(i, some.size() - 1)));
      }
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(reader.read(row));
        }
      }
    }
    return found;
  }

  /**
   * Takes the lock that every commit takes: only one transaction has it at a time.
   *
   * @return false if the epoch is over
   */
  boolean fence(long epoch) throws SQLException {
    done.clear();
    return execute(Sql.FENCE, row(epoch)) == 1;
  }

  /**
   * Writes certificates, lines and heads, behind the fence.
   *
   * @throws StaleHeadException if a head is not where it is believed to be
   */
  void write(Batch batch) throws SQLException {
    for (SenderCertificate certificate : batch.certificates().values()) {
      insertMissing(certificate);
    }
    insertLines(batch.lines());
    moveHeads(batch.heads());
  }

  private void insertMissing(SenderCertificate certificate) throws SQLException {
    PreparedStatement known = statement(Sql.KNOWN_CERTIFICATE);
    known.setString(1, certificate.sha256());
    try (ResultSet row = known.executeQuery()) {
      if (row.next()) {
        return;
      }
    }
    execute(
        Sql.CERTIFICATE,
        row(certificate.sha256(), certificate.der(), certificate.issuesAs().orElse(null)));
  }

  private void insertLines(List<PositionedLine> lines) throws SQLException {
    List<Object[]> rows = new ArrayList<>(lines.size());
    for (PositionedLine line : lines) {
      LedgerEntry entry = line.entry();
      rows.add(
          row(
              entry.roomId().toString(),
              entry.position(),
              entry.receivedAtMillis(),
              entry.line().sender(),
              entry.line().certificateSha256(),
              entry.line().payloadSha256(),
              entry.signature(),
              entry.chain(),
              entry.payload()));
    }
    execute(Sql.LINE, rows);
  }

  private void moveHeads(Collection<HeadChange> heads) throws SQLException {
    List<HeadChange> moved = new ArrayList<>();
    for (HeadChange change : heads) {
      if (change.before().position() == 0) {
        insert(change);
      } else {
        moved.add(change);
      }
    }
    if (!moved.isEmpty()) {
      move(moved);
    }
    for (HeadChange change : moved) {
      if (change.signed() != null) {
        sign(change.after().roomId(), change.signed());
      }
    }
  }

  private void insert(HeadChange change) throws SQLException {
    execute(
        Sql.FIRST_HEAD,
        row(
            change.after().roomId().toString(),
            change.after().position(),
            change.after().chain(),
            change.after().receivedAt(),
            change.signed().position(),
            change.signed().chain(),
            change.signed().signedAt(),
            change.signed().certificateSha256(),
            change.signed().signature()));
  }

  private void move(List<HeadChange> heads) throws SQLException {
    List<Object[]> rows = new ArrayList<>(heads.size());
    for (HeadChange change : heads) {
      rows.add(
          row(
              change.after().position(),
              change.after().chain(),
              change.after().receivedAt(),
              change.after().roomId().toString(),
              change.before().position(),
              change.before().chain()));
    }
    int[] moved = execute(Sql.HEAD, rows);
    for (int i = 0; i < moved.length; i++) {
      if (moved[i] != 1) {
        throw new StaleHeadException(heads.get(i).before().head());
      }
    }
  }

  /** Replaces the signed head unless it is as new already. */
  void sign(UUID roomId, SignedHead head) throws SQLException {
    execute(
        Sql.SIGNED_HEAD,
        row(
            head.position(),
            head.chain(),
            head.signedAt(),
            head.certificateSha256(),
            head.signature(),
            roomId.toString(),
            head.position()));
  }

  private static Object[] row(Object... values) {
    return values;
  }

  private int execute(Sql sql, Object[] row) throws SQLException {
    PreparedStatement statement = statement(sql);
    Change.set(statement, row);
    int changed = statement.executeUpdate();
    if (changed > 0) {
      done.add(new Change(sql.text, List.<Object[]>of(row)));
    }
    return changed;
  }

  private int[] execute(Sql sql, List<Object[]> rows) throws SQLException {
    PreparedStatement statement = statement(sql);
    for (Object[] row : rows) {
      Change.set(statement, row);
      statement.addBatch();
    }
    int[] changed = statement.executeBatch();
    done.add(new Change(sql.text, rows));
    return changed;
  }

  /** What this transaction has done, with the number that its fence gave it. */
  RedoRecord done() throws SQLException {
    try (ResultSet row = statement(Sql.COMMITS).executeQuery()) {
      row.next();
      return new RedoRecord(row.getLong(1), done);
    }
  }

  private PreparedStatement statement(Sql sql) throws SQLException {
    return statement(sql.text);
  }

  private PreparedStatement statement(String sql) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    return statement;
  }

  /** Closes every statement, and the connection stays open. */
  @Override
  public void close() throws SQLException {
    SQLException failure = null;
    for (PreparedStatement statement : prepared.values()) {
      try {
        statement.close();
      } catch (SQLException e) {
        failure = e;
      }
    }
    prepared.clear();
    if (failure != null) {
      throw failure;
    }
  }

  private enum Sql {
    FENCE(
        "UPDATE ledger_epoch SET commits = commits + 1 WHERE name = '"
            + LedgerStore.TRANSCRIPT
            + "' AND epoch = ?"),
    // MariaDB does not know FOR SHARE.
    SHARE(
        "SELECT epoch FROM ledger_epoch WHERE name = '"
            + LedgerStore.TRANSCRIPT
            + "' LOCK IN SHARE MODE"),
    ALONE(
        "SELECT epoch FROM ledger_epoch WHERE name = '" + LedgerStore.TRANSCRIPT + "' FOR UPDATE"),
    SESSIONS(
        "SELECT channel_binding FROM chat_session FORCE INDEX (PRIMARY) WHERE channel_binding IN (?)"
            + " ORDER BY channel_binding LOCK IN SHARE MODE"),
    SESSIONS_ALONE(
        "SELECT channel_binding FROM chat_session WHERE channel_binding IN (?)"
            + " ORDER BY channel_binding FOR UPDATE"),
    // By the primary key, so that no row is locked but these, and those in its order.
    LOCK_HEADS(
        "SELECT room_id, position, chain, received_at, signed_position FROM room_head"
            + " FORCE INDEX (PRIMARY) WHERE room_id IN (?) ORDER BY room_id FOR UPDATE"),
    LOCK_HEADS_ALONE(
        "SELECT room_id, position, chain, received_at, signed_position FROM room_head"
            + " WHERE room_id IN (?) ORDER BY room_id FOR UPDATE"),
    COMMITS(RedoRecord.NEWEST),
    KNOWN_CERTIFICATE("SELECT 1 FROM certificate_record WHERE sha256 = ?"),
    CERTIFICATE("INSERT INTO certificate_record (sha256, der, issues_as) VALUES (?, ?, ?)"),
    LINE(
        "INSERT INTO transcript_entry (room_id, position, received_at, sender,"
            + " certificate_sha256, payload_sha256, signature, chain, payload)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
    FIRST_HEAD(
        "INSERT INTO room_head (room_id, position, chain, received_at, signed_position,"
            + " signed_chain, signed_at, signed_certificate, head_signature)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
    HEAD(
        "UPDATE room_head SET position = ?, chain = ?, received_at = ?"
            + " WHERE room_id = ? AND position = ? AND chain = ?"),
    SIGNED_HEAD(
        "UPDATE room_head SET signed_position = ?, signed_chain = ?, signed_at = ?,"
            + " signed_certificate = ?, head_signature = ?"
            + " WHERE room_id = ? AND signed_position < ?");

    private final String text;

    Sql(String text) {
      this.text = text;
    }
  }

  /** The room's head is not where the writer believed it to be. */
  @ApplicationException(rollback = true)
  static final class StaleHeadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StaleHeadException(Head believed) {
      super("the head is not at position " + believed.position(), null, false, false);
    }
  }
}
