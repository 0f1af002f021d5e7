package org.securechat.server.moderation;

import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.securechat.protocol.evidence.ModerationPayload;

/** The tables {@code room_terms}, {@code room_restriction} and {@code room_pin}. */
@Stateless
@Local(ModerationRepository.class)
@TransactionAttribute(TransactionAttributeType.MANDATORY)
public class JpaModerationRepository implements ModerationRepository {
  private static final String OF_THE_USER =
      " room_restriction WHERE room_id = ?1 AND user_id = ?2 AND kind = ?3";

  private final EntityManager entities;

  /** For the container's proxy. */
  public JpaModerationRepository() {
    this(null);
  }

  @Inject
  public JpaModerationRepository(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public void restrict(
      UUID roomId, UUID userId, ModerationPayload.Event event, Optional<Instant> until) {
    lift(roomId, userId, event);
    if (until.isPresent()) {
      query(
              "INSERT INTO room_restriction (room_id, user_id, kind, ends_at)"
                  + " VALUES (?1, ?2, ?3, ?4)",
              roomId,
              userId,
              event.wireName(),
              until.get().toEpochMilli())
          .executeUpdate();
    } else {
      query(
              "INSERT INTO room_restriction (room_id, user_id, kind) VALUES (?1, ?2, ?3)",
              roomId,
              userId,
              event.wireName())
          .executeUpdate();
    }
  }

  @Override
  public void lift(UUID roomId, UUID userId, ModerationPayload.Event event) {
    query("DELETE FROM" + OF_THE_USER, roomId, userId, event.wireName()).executeUpdate();
  }

  @Override
  public long countRestricted(UUID roomId, ModerationPayload.Event event) {
    return ((Number)
            query(
                    "SELECT COUNT(*) FROM room_restriction WHERE room_id = ?1 AND kind = ?2",
                    roomId,
                    event.wireName())
                .getSingleResult())
        .longValue();
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public Optional<Optional<Instant>> restriction(
      UUID roomId, UUID userId, ModerationPayload.Event event) {
    List<?> ends =
        query("SELECT COALESCE(ends_at, 0) FROM" + OF_THE_USER, roomId, userId, event.wireName())
            .getResultList();
    return ends.stream()
        .map(end -> ((Number) end).longValue())
        .map(end -> end == 0 ? Optional.<Instant>empty() : Optional.of(Instant.ofEpochMilli(end)))
        .findFirst();
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public List<Long> pins(UUID roomId) {
    List<?> pins =
        query("SELECT position FROM room_pin WHERE room_id = ?1 ORDER BY position", roomId)
            .getResultList();
    return pins.stream().map(pin -> ((Number) pin).longValue()).toList();
  }

  @Override
  public void pin(UUID roomId, long position) {
    query("INSERT INTO room_pin (room_id, position) VALUES (?1, ?2)", roomId, position)
        .executeUpdate();
  }

  @Override
  public void unpin(UUID roomId, long position) {
    query("DELETE FROM room_pin WHERE room_id = ?1 AND position = ?2", roomId, position)
        .executeUpdate();
  }

  @Override
  public void set(UUID roomId, ModerationPayload.Event event, String value, Instant at) {
    if (query("SELECT room_id FROM room_terms WHERE room_id = ?1", roomId)
        .getResultList()
        .isEmpty()) {
      query(
              "INSERT INTO room_terms (room_id, moderators_only, slow_seconds) VALUES (?1, 0, 0)",
              roomId)
          .executeUpdate();
    }
    Object stored =
        switch (event) {
          case WRITERS -> value.equals(ModerationPayload.WRITERS_MODERATORS) ? 1 : 0;
          case SLOW -> Integer.valueOf(value);
          default -> value;
        };
    if (event == ModerationPayload.Event.SLOW) {
      // Another number of seconds does not switch it on again.
      query(
              "UPDATE room_terms SET slow_since = ?1 WHERE room_id = ?2 AND slow_seconds = 0",
              at.toEpochMilli(),
              roomId)
          .executeUpdate();
    }
    query("UPDATE room_terms SET " + column(event) + " = ?1 WHERE room_id = ?2", stored, roomId)
        .executeUpdate();
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public Optional<String> get(UUID roomId, ModerationPayload.Event event) {
    // Two columns, so that a value that is null is not a row that is null.
    List<?> found =
        query("SELECT room_id, " + column(event) + " FROM room_terms WHERE room_id = ?1", roomId)
            .getResultList();
    return found.stream()
        .map(row -> ((Object[]) row)[1])
        .map(value -> value == null ? "" : text(event, value))
        .findFirst();
  }

  private static String text(ModerationPayload.Event event, Object value) {
    if (event != ModerationPayload.Event.WRITERS) {
      return value.toString();
    }
    return ((Number) value).intValue() == 0
        ? ModerationPayload.WRITERS_MEMBERS
        : ModerationPayload.WRITERS_MODERATORS;
  }

  private static String column(ModerationPayload.Event event) {
    return switch (event) {
      case TOPIC -> "topic";
      case RULES -> "rules";
      case WRITERS -> "moderators_only";
      case SLOW -> "slow_seconds";
      default -> throw new IllegalArgumentException("nothing is set by " + event);
    };
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public Writing writing(UUID roomId) {
    List<?> terms =
        query(
                "SELECT moderators_only, slow_seconds, COALESCE(slow_since, 0) FROM room_terms"
                    + " WHERE room_id = ?1",
                roomId)
            .getResultList();
    Object[] set = terms.isEmpty() ? new Object[] {0, 0, 0} : (Object[]) terms.getFirst();
    List<?> moderators =
        query(
                "SELECT u.username FROM membership m JOIN users u ON u.id = m.user_id"
                    + " WHERE m.room_id = ?1 AND m.role <> 'member'",
                roomId)
            .getResultList();
    return new Writing(
        ((Number) set[0]).intValue() != 0,
        new SlowMode(
            ((Number) set[1]).intValue(), Instant.ofEpochMilli(((Number) set[2]).longValue())),
        moderators.stream().map(Object::toString).collect(Collectors.toSet()),
        silenced(roomId));
  }

  private Map<String, Instant> silenced(UUID roomId) {
    List<?> rows =
        query(
                "SELECT u.username, COALESCE(r.ends_at, 0) FROM room_restriction r"
                    + " JOIN users u ON u.id = r.user_id WHERE r.room_id = ?1",
                roomId)
            .getResultList();
    Map<String, Instant> silenced = new HashMap<>();
    for (Object row : rows) {
      long end = ((Number) ((Object[]) row)[1]).longValue();
      silenced.merge(
          ((Object[]) row)[0].toString(),
          end == 0 ? Instant.MAX : Instant.ofEpochMilli(end),
          (one, other) -> one.isAfter(other) ? one : other);
    }
    return silenced;
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public List<UUID> restrictedRooms() {
    List<?> rooms =
        query(
                "SELECT room_id FROM room_restriction UNION SELECT room_id FROM room_terms"
                    + " WHERE moderators_only <> 0 OR slow_seconds <> 0")
            .getResultList();
    return rooms.stream().map(room -> UUID.fromString(room.toString())).toList();
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public boolean isMember(UUID roomId, String username) {
    return !query(
            "SELECT m.room_id FROM membership m JOIN users u ON u.id = m.user_id"
                + " WHERE m.room_id = ?1 AND u.username = ?2",
            roomId,
            username)
        .getResultList()
        .isEmpty();
  }

  @Override
  public List<Written> written(UUID roomId, String sender, Instant after, int limit) {
    List<?> rows =
        query(
                "SELECT received_at, payload FROM transcript_entry WHERE sender = ?1"
                    + " AND room_id = ?2 AND received_at > ?3"
                    + " ORDER BY sender DESC, room_id DESC, position DESC",
                sender,
                roomId,
                after.toEpochMilli())
            .setMaxResults(limit)
            .getResultList();
    return rows.stream()
        .map(row -> (Object[]) row)
        .map(row ->
            new Written(
                Instant.ofEpochMilli(((Number) row[0]).longValue()),
                Optional.ofNullable((byte[]) row[1])))
        .toList();
  }

  private Query query(String sql, Object... values) {
    Query query = entities.createNativeQuery(sql);
    for (int i = 0; i < values.length; i++) {
      query.setParameter(i + 1, values[i] instanceof UUID id ? id.toString() : values[i]);
    }
    return query;
  }
}
