package org.securechat.server.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.server.ledger.LedgerRecords.StoredRoom;
import org.securechat.server.ledger.RoomTailCache.RoomTail;
import org.securechat.server.query.RowQuery;
import org.securechat.server.query.RowReader;

/** The ledger's tables over a connection. Confined to its connection's thread. */
final class JdbcLedgerRecords implements LedgerRecords {
  /** Rooms that one statement asks for. */
  private static final int AT_A_TIME = 256;

  private static final String ENTRIES =
      "SELECT room_id, position, received_at, sender, certificate_sha256, payload_sha256,"
          + " signature, chain, payload, erased_by FROM transcript_entry";

  private final Connection connection;

  JdbcLedgerRecords(Connection connection) {
    this.connection = connection;
  }

  /** Every room that there is, that has a head or that has a line. */
  Set<UUID> rooms() {
    Set<UUID> rooms = new TreeSet<>();
    rooms.addAll(rooms("SELECT room_id FROM room_head"));
    rooms.addAll(rooms("SELECT DISTINCT room_id FROM transcript_entry"));
    rooms.addAll(rooms("SELECT id FROM room"));
    return rooms;
  }

  private List<UUID> rooms(String sql) {
    return query(sql, row -> UUID.fromString(row.getString(1)));
  }

  @Override
  public StoredRoom room(UUID roomId) {
    // The last line before the head: a head that is read later can only be further on, so that a
    // line beyond its head is never the work of a commit in between.
    List<Long> last =
        query(
            "SELECT MAX(position) FROM transcript_entry WHERE room_id = ?",
            row -> row.getLong(1),
            roomId.toString());
    List<RoomHead> head =
        query(
            "SELECT position, chain, received_at, signed_position, signed_chain, signed_at,"
                + " signed_certificate, head_signature FROM room_head WHERE room_id = ?",
            row -> head(roomId, row),
            roomId.toString());
    return new StoredRoom(last.get(0), head.isEmpty() ? null : head.get(0));
  }

  @Override
  public Optional<RoomTail> end(UUID roomId) {
    return ends(List.of(roomId)).stream().findFirst();
  }

  @Override
  public List<RoomTail> ends(Collection<UUID> roomIds) {
    List<RoomTail> ends = new ArrayList<>();
    List<UUID> all = List.copyOf(roomIds);
    for (int from = 0; from < all.size(); from += AT_A_TIME) {
      List<UUID> some = all.subList(from, Math.min(from + AT_A_TIME, all.size()));
      ends.addAll(
          query(
              "SELECT room_id, position, chain, received_at, signed_position FROM room_head"
                  + " WHERE room_id IN ("
                  + String.join(", ", Collections.nCopies(some.size(), "?"))
                  + ")",
              JdbcLedgerRecords::end,
              some.stream().map(UUID::toString).toArray()));
    }
    return ends;
  }

  private static RoomTail end(ResultSet row) throws SQLException {
    return new RoomTail(
        UUID.fromString(row.getString(1)),
        row.getLong(2),
        row.getString(3),
        row.getLong(4),
        row.getLong(5));
  }

  @Override
  public boolean isBegun(UUID roomId) {
    List<Long> rooms =
        roomId.equals(AuditPayload.ROOM_ID)
            ? query("SELECT COUNT(*) FROM room", row -> row.getLong(1))
            : query(
                "SELECT COUNT(*) FROM room WHERE id = ?", row -> row.getLong(1), roomId.toString());
    return rooms.get(0) > 0;
  }

  private static RoomHead head(UUID roomId, ResultSet row) throws SQLException {
    return new RoomHead(
        new RoomTail(roomId, row.getLong(1), row.getString(2), row.getLong(3), row.getLong(4)),
        new SignedHead(
            row.getLong(4), row.getString(5), row.getLong(6), row.getString(7), row.getBytes(8)));
  }

  @Override
  public List<TranscriptEntry> entries(UUID roomId, long first, long last, int limit) {
    // By the room, too, which is one: by the position alone H2 would read all of them and sort.
    return query(
        ENTRIES
            + " WHERE room_id = ? AND position BETWEEN ? AND ? ORDER BY room_id, position LIMIT ?",
        JdbcLedgerRecords::entry,
        roomId.toString(),
        first,
        last,
        limit);
  }

  @Override
  public List<TranscriptEntry> entriesAfter(Collection<RoomTail> tails, int limit) {
    List<TranscriptEntry> entries = new ArrayList<>();
    List<RoomTail> all = List.copyOf(tails);
    for (int from = 0; from < all.size() && entries.size() < limit; from += AT_A_TIME) {
      List<RoomTail> some = all.subList(from, Math.min(from + AT_A_TIME, all.size()));
      List<Object> values = new ArrayList<>(2 * some.size() + 1);
      for (RoomTail tail : some) {
        values.add(tail.roomId().toString());
        values.add(tail.position());
      }
      values.add(limit - entries.size());
      entries.addAll(
          query(
              ENTRIES
                  + " WHERE "
                  + String.join(
                      " OR ", Collections.nCopies(some.size(), "room_id = ? AND position > ?"))
                  + " ORDER BY room_id, position LIMIT ?",
              JdbcLedgerRecords::entry,
              values.toArray()));
    }
    return entries;
  }

  private static TranscriptEntry entry(ResultSet row) throws SQLException {
    long erasedBy = row.getLong(10);
    return new TranscriptEntry(
        row.getString(1),
        row.getLong(2),
        row.getLong(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getBytes(7),
        row.getString(8),
        row.getBytes(9),
        erasedBy == 0 ? null : erasedBy);
  }

  @Override
  public Optional<String> chain(UUID roomId, long position) {
    return query(
            "SELECT chain FROM transcript_entry WHERE room_id = ? AND position = ?",
            row -> row.getString(1),
            roomId.toString(),
            position)
        .stream()
        .findFirst();
  }

  @Override
  public Optional<byte[]> certificate(String sha256) {
    return query(
            "SELECT der FROM certificate_record WHERE sha256 = ?", row -> row.getBytes(1), sha256)
        .stream()
        .findFirst();
  }

  private <T> List<T> query(String sql, RowReader<T> reader, Object... values) {
    return RowQuery.all(connection, sql, reader, values);
  }
}
