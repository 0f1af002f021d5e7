package org.securechat.server.retention;

import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.securechat.server.query.SearchQuery;
import org.securechat.server.room.Retention;
import org.securechat.server.room.Room;

/** The tables {@code retention_progress} and {@code job_lease}, and the rooms with retention. */
@Stateless
@Local(RetentionRepository.class)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class JpaRetentionRepository implements RetentionRepository {
  private final EntityManager entities;

  /** For the container's proxy. */
  public JpaRetentionRepository() {
    this(null);
  }

  @Inject
  public JpaRetentionRepository(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public List<Room> withRetention(Retention byDefault) {
    return entities
        .createQuery(
            "SELECT r FROM Room r WHERE r.heldAt IS NULL AND (r.retentionDays > 0"
                + (byDefault.isForEver() ? "" : " OR r.retentionDays IS NULL")
                + ") ORDER BY r.id",
            Room.class)
        .setHint("eclipselink.read-only", "True")
        .getResultList();
  }

  @Override
  public List<SpokenRoom> spokenBy(String sender, int limit) {
    TypedQuery<Object[]> rooms =
        entities
            .createQuery(
                "SELECT r.name, r.heldAt, COUNT(e)"
                    + " FROM TranscriptEntry e JOIN Room r ON r.id = e.roomId"
                    + " WHERE e.sender = :sender AND e.erasedBy IS NULL"
                    + " GROUP BY r.name, r.heldAt"
                    + " ORDER BY CASE WHEN r.heldAt IS NULL THEN 1 ELSE 0 END, r.name",
                Object[].class)
            .setParameter("sender", sender)
            .setMaxResults(limit);
    return SearchQuery.list(rooms).stream()
        .map(row -> new SpokenRoom((String) row[0], (Long) row[2], row[1] != null))
        .toList();
  }

  @Override
  public long erasedTo(UUID roomId) {
    RetentionProgress progress = entities.find(RetentionProgress.class, roomId.toString());
    return progress == null ? 0 : progress.erasedTo();
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  public void erasedTo(UUID roomId, long position) {
    RetentionProgress progress = entities.find(RetentionProgress.class, roomId.toString());
    if (progress == null) {
      entities.persist(new RetentionProgress(roomId, position));
    } else {
      progress.erasedTo(position);
    }
    entities.flush();
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  public void addRemoval(UUID room, long message, String owner) {
    if (isRemoved(room, message)) {
      return;
    }
    entities
        .createNativeQuery(
            "INSERT INTO message_removal (room_id, message_position, removed_by)"
                + " VALUES (?1, ?2, ?3)")
        .setParameter(1, room.toString())
        .setParameter(2, message)
        .setParameter(3, owner)
        .executeUpdate();
  }

  private boolean isRemoved(UUID room, long message) {
    return !entities
        .createNativeQuery(
            "SELECT removed_by FROM message_removal WHERE room_id = ?1 AND message_position = ?2")
        .setParameter(1, room.toString())
        .setParameter(2, message)
        .getResultList()
        .isEmpty();
  }

  @Override
  public List<Removal> removals(int limit) {
    List<?> rows =
        entities
            .createNativeQuery(
                "SELECT room_id, message_position, removed_by FROM message_removal"
                    + " ORDER BY room_id, message_position")
            .setMaxResults(limit)
            .getResultList();
    return rows.stream()
        .map(Object[].class::cast)
        .map(row ->
            new Removal(
                UUID.fromString((String) row[0]), ((Number) row[1]).longValue(), (String) row[2]))
        .toList();
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.REQUIRED)
  public void removed(Removal removal) {
    entities
        .createNativeQuery(
            "DELETE FROM message_removal WHERE room_id = ?1 AND message_position = ?2")
        .setParameter(1, removal.room().toString())
        .setParameter(2, removal.message())
        .executeUpdate();
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public int endInvitations(Instant before) {
    return entities
        .createNativeQuery("DELETE FROM invitation WHERE invited_at < ?1")
        .setParameter(1, before.toEpochMilli())
        .executeUpdate();
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public boolean lease(String job, UUID holder, long now, long until) {
    return entities
            .createQuery(
                "UPDATE JobLease l SET l.holder = :holder, l.expiresAt = :until"
                    + " WHERE l.name = :name AND (l.holder = :holder OR l.expiresAt <= :now)")
            .setParameter("name", job)
            .setParameter("holder", holder.toString())
            .setParameter("until", until)
            .setParameter("now", now)
            .executeUpdate()
        == 1;
  }
}
