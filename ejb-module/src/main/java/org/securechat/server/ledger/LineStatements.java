package org.securechat.server.ledger;

import jakarta.ejb.ApplicationException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.securechat.server.ledger.Batch.HeadChange;
import org.securechat.server.ledger.Batch.PositionedLine;
import org.securechat.server.ledger.TranscriptLedger.Head;

/**
 * What a batch is written with, on one connection and in a transaction of the caller's. Each
 * statement is prepared once, when it is first needed. Confined to its connection's thread.
 */
final class LineStatements implements AutoCloseable {
  private final Connection connection;
  private final Map<Sql, PreparedStatement> prepared = new EnumMap<>(Sql.class);

  LineStatements(Connection connection) {
    this.connection = connection;
  }

  /**
   * Takes the lock that every commit takes: only one transaction has it at a time.
   *
   * @return false if the epoch is over
   */
  boolean fence(long epoch) throws SQLException {
    PreparedStatement fence = statement(Sql.FENCE);
    fence.setLong(1, epoch);
    return fence.executeUpdate() == 1;
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
    PreparedStatement insert = statement(Sql.CERTIFICATE);
    insert.setString(1, certificate.sha256());
    insert.setBytes(2, certificate.der());
    insert.setString(3, certificate.issuesAs().orElse(null));
    insert.executeUpdate();
  }

  private void insertLines(List<PositionedLine> lines) throws SQLException {
    PreparedStatement insert = statement(Sql.LINE);
    for (PositionedLine line : lines) {
      LedgerEntry entry = line.entry();
      insert.setString(1, entry.roomId().toString());
      insert.setLong(2, entry.position());
      insert.setLong(3, entry.receivedAtMillis());
      insert.setString(4, entry.line().sender());
      insert.setString(5, entry.line().certificateSha256());
      insert.setString(6, entry.line().payloadSha256());
      insert.setBytes(7, entry.signature());
      insert.setString(8, entry.chain());
      insert.setBytes(9, entry.payload());
      insert.addBatch();
    }
    insert.executeBatch();
  }

  private void moveHeads(Collection<HeadChange> heads) throws SQLException {
    List<HeadChange> moved = new ArrayList<>();
    List<HeadChange> signed = new ArrayList<>();
    for (HeadChange change : heads) {
      if (change.before().position() == 0) {
        insert(change);
      } else {
        moved.add(change);
        if (change.signed() != null) {
          signed.add(change);
        }
      }
    }
    if (!moved.isEmpty()) {
      move(moved);
    }
    for (HeadChange change : signed) {
      sign(change.after().roomId(), change.signed());
    }
  }

  private void insert(HeadChange change) throws SQLException {
    PreparedStatement insert = statement(Sql.FIRST_HEAD);
    insert.setString(1, change.after().roomId().toString());
    insert.setLong(2, change.after().position());
    insert.setString(3, change.after().chain());
    insert.setLong(4, change.after().receivedAt());
    insert.setLong(5, change.signed().position());
    insert.setString(6, change.signed().chain());
    insert.setLong(7, change.signed().signedAt());
    insert.setString(8, change.signed().certificateSha256());
    insert.setBytes(9, change.signed().signature());
    insert.executeUpdate();
  }

  private void move(List<HeadChange> heads) throws SQLException {
    PreparedStatement move = statement(Sql.HEAD);
    for (HeadChange change : heads) {
      move.setLong(1, change.after().position());
      move.setString(2, change.after().chain());
      move.setLong(3, change.after().receivedAt());
      move.setString(4, change.after().roomId().toString());
      move.setLong(5, change.before().position());
      move.setString(6, change.before().chain());
      move.addBatch();
    }
    int[] rows = move.executeBatch();
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] != 1) {
        throw new StaleHeadException(heads.get(i).before().head());
      }
    }
  }

  /** Replaces the signed head unless it is as new already. */
  void sign(UUID roomId, SignedHead head) throws SQLException {
    PreparedStatement sign = statement(Sql.SIGNED_HEAD);
    sign.setLong(1, head.position());
    sign.setString(2, head.chain());
    sign.setLong(3, head.signedAt());
    sign.setString(4, head.certificateSha256());
    sign.setBytes(5, head.signature());
    sign.setString(6, roomId.toString());
    sign.setLong(7, head.position());
    sign.executeUpdate();
  }

  private PreparedStatement statement(Sql sql) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql.text);
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
