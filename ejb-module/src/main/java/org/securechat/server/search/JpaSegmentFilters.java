package org.securechat.server.search;

import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.server.query.RowQuery;
import org.securechat.server.query.RowReader;

/**
 * The tables {@code search_segment} and {@code search_progress}, over the connection of the call's
 * transaction: their rows are read as they are and never entities.
 */
@Stateless
@Local(SegmentFilters.class)
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class JpaSegmentFilters implements SegmentFilters {
  /** A position beyond the room's end comes from a database that was put back by other means. */
  private static final String ROOMS =
      "(SELECT h.room_id AS room_id, h.position AS last_position, h.received_at AS received_at,"
          + " CASE WHEN p.form = ? AND p.indexed_to <= h.position THEN p.indexed_to ELSE 0 END"
          + " AS indexed_to FROM room_head h LEFT JOIN search_progress p ON p.room_id = h.room_id"
          + " WHERE h.room_id <> ?) rooms";

  private final EntityManager entities;

  /** For the container's proxy. */
  public JpaSegmentFilters() {
    this(null);
  }

  @Inject
  public JpaSegmentFilters(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public List<StoredFilter> read(UUID roomId, long firstSegment, long lastSegment) {
    // A filter whose chain value is not that of the line stands for other lines than there are.
    return query(
        "SELECT s.segment, s.last_position, s.grams FROM search_segment s"
            + " JOIN transcript_entry e ON e.room_id = s.room_id AND e.position = s.last_position"
            + " AND e.chain = s.chain"
            + " WHERE s.room_id = ? AND s.segment BETWEEN ? AND ? AND s.form = ?"
            + " AND s.last_position > 0 ORDER BY s.segment",
        row -> new StoredFilter(row.getLong(1), row.getLong(2), row.getBytes(3)),
        roomId.toString(),
        firstSegment,
        lastSegment,
        Grams.FORM);
  }

  @Override
  public long erasures(UUID roomId) {
    update(
        "INSERT INTO search_progress (room_id, form, indexed_to, erasures) VALUES (?, ?, 0, 0)"
            + " ON DUPLICATE KEY UPDATE erasures = erasures",
        roomId.toString(),
        Grams.FORM);
    return erasures(roomId, "");
  }

  private long erasures(UUID roomId, String lock) {
    return query(
            "SELECT erasures FROM search_progress WHERE room_id = ?" + lock,
            row -> row.getLong(1),
            roomId.toString())
        .stream()
        .findFirst()
        .orElse(-1L);
  }

  @Override
  public boolean store(UUID roomId, long erasures, long indexedTo, List<NewFilter> filters) {
    // Whoever erases changes this row as well: one of the two waits for the other.
    if (erasures(roomId, " FOR UPDATE") != erasures) {
      return false;
    }
    if (indexedTo > 0) {
      update(
          "UPDATE search_progress SET form = ?, indexed_to = ? WHERE room_id = ?",
          Grams.FORM,
          indexedTo,
          roomId.toString());
    }
    for (NewFilter filter : filters) {
      update(
          "INSERT INTO search_segment (room_id, segment, form, last_position, chain, grams)"
              + " VALUES (?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE form = VALUES(form),"
              + " last_position = VALUES(last_position), chain = VALUES(chain),"
              + " grams = VALUES(grams)",
          roomId.toString(),
          filter.segment(),
          Grams.FORM,
          filter.last(),
          filter.chain(),
          filter.grams());
    }
    return true;
  }

  @Override
  public List<Backlog> behind(String after, long quietSince, int limit) {
    return query(
        "SELECT room_id, indexed_to, last_position, received_at FROM "
            + ROOMS
            + " WHERE room_id > ? AND last_position > indexed_to AND (received_at < ?"
            + " OR last_position - MOD(last_position, ?) > indexed_to) ORDER BY room_id LIMIT ?",
        row ->
            new Backlog(
                UUID.fromString(row.getString(1)),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4) < quietSince),
        Grams.FORM,
        AuditPayload.ROOM_ID.toString(),
        after,
        quietSince,
        SegmentRange.SIZE,
        limit);
  }

  @Override
  public List<SegmentKey> emptied(SegmentKey after, int limit) {
    return query(
        "SELECT room_id, segment FROM search_segment WHERE last_position = 0"
            + " AND (room_id > ? OR (room_id = ? AND segment > ?))"
            + " ORDER BY last_position, room_id, segment LIMIT ?",
        row -> new SegmentKey(row.getString(1), row.getLong(2)),
        after.roomId(),
        after.roomId(),
        after.segment(),
        limit);
  }

  @Override
  public long linesBehind() {
    long atTheEnds =
        sum(
            "SELECT COALESCE(SUM(last_position - indexed_to), 0) FROM " + ROOMS,
            Grams.FORM,
            AuditPayload.ROOM_ID.toString());
    long emptied = sum("SELECT COUNT(*) FROM search_segment WHERE last_position = 0");
    return atTheEnds + emptied * SegmentRange.SIZE;
  }

  private long sum(String sql, Object... values) {
    return query(sql, row -> row.getLong(1), values).get(0);
  }

  private <T> List<T> query(String sql, RowReader<T> reader, Object... values) {
    return RowQuery.all(entities.unwrap(Connection.class), sql, reader, values);
  }

  private void update(String sql, Object... values) {
    try (PreparedStatement statement = entities.unwrap(Connection.class).prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("the index cannot be written: " + e.getMessage(), e);
    }
  }
}
