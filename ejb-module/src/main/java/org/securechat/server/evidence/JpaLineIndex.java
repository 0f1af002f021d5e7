package org.securechat.server.evidence;

import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.securechat.protocol.evidence.TranscriptLine;

/**
 * The table {@code transcript_entry}, read without payloads. Rows are sorted by all columns of the
 * index that finds them, so that H2 stops at a limit.
 */
@Stateless
@Local(LineIndex.class)
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class JpaLineIndex implements LineIndex {
  private final EntityManager entities;

  /** For the container's proxy. */
  public JpaLineIndex() {
    this(null);
  }

  @Inject
  public JpaLineIndex(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public OptionalLong receivedAt(UUID roomId, long position) {
    return entities
        .createQuery(
            "SELECT e.receivedAt FROM TranscriptEntry e WHERE e.roomId = :room"
                + " AND e.number = :position",
            Long.class)
        .setParameter("room", roomId.toString())
        .setParameter("position", position)
        .getResultStream()
        .mapToLong(Long::longValue)
        .findFirst();
  }

  @Override
  public List<LineSize> sizes(UUID roomId, long first, long last, int limit) {
    return lines(
            "SELECT e.number, e.sender, FUNCTION('OCTET_LENGTH', e.payload)"
                + " FROM TranscriptEntry e WHERE e.roomId = :room"
                + " AND e.number BETWEEN :first AND :last ORDER BY e.roomId, e.number",
            roomId,
            first,
            last,
            limit)
        .getResultStream()
        .map(row -> new LineSize((Long) row[0], (String) row[1], length(row[2])))
        .toList();
  }

  private static OptionalLong length(Object octets) {
    return octets == null ? OptionalLong.empty() : OptionalLong.of(((Number) octets).longValue());
  }

  @Override
  public List<ServerLine> serverLines(UUID roomId, long first, long last, int limit) {
    return lines(
            "SELECT e.number, e.payload FROM TranscriptEntry e WHERE e.roomId = :room"
                + " AND e.sender = :server AND e.payload IS NOT NULL"
                + " AND e.number BETWEEN :first AND :last"
                + " ORDER BY e.sender, e.roomId, e.number",
            roomId,
            first,
            last,
            limit)
        .setParameter("server", TranscriptLine.SERVER)
        .getResultStream()
        .map(row -> new ServerLine((Long) row[0], (byte[]) row[1]))
        .toList();
  }

  private TypedQuery<Object[]> lines(String query, UUID roomId, long first, long last, int limit) {
    return entities
        .createQuery(query, Object[].class)
        .setParameter("room", roomId.toString())
        .setParameter("first", first)
        .setParameter("last", last)
        .setMaxResults(limit);
  }
}
