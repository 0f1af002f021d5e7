package org.securechat.server.room;

import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The tables {@code invitation} and {@code user_block}. */
@Stateless
@Local(InvitationRepository.class)
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class JpaInvitationRepository implements InvitationRepository {
  private static final String TO_THE_USER = " WHERE i.key.userId = :user";

  private final EntityManager entities;

  /** For the container's proxy. */
  public JpaInvitationRepository() {
    this(null);
  }

  @Inject
  public JpaInvitationRepository(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public List<Open> open(UUID userId, String after, int limit) {
    return entities
        .createQuery(
            "SELECT r, u.username, i FROM Invitation i JOIN Room r ON r.id = i.key.roomId"
                + " JOIN User u ON u.id = i.invitedBy"
                + TO_THE_USER
                + " AND i.declinedAt IS NULL AND r.archivedAt IS NULL AND r.name > :after"
                + " ORDER BY r.name",
            Object[].class)
        .setParameter("user", userId.toString())
        .setParameter("after", after)
        .setMaxResults(limit)
        .getResultStream()
        .map(row -> open((Room) row[0], (String) row[1], (Invitation) row[2]))
        .toList();
  }

  private static Open open(Room room, String inviter, Invitation invitation) {
    return new Open(room.name(), room.visibility(), inviter, invitation.invitedAt());
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public long countOpen(UUID userId) {
    return count(
        entities
            .createQuery(
                "SELECT COUNT(i) FROM Invitation i" + TO_THE_USER + " AND i.declinedAt IS NULL")
            .setParameter("user", userId.toString()));
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public long countFrom(UUID userId, UUID inviter) {
    return count(
        entities
            .createQuery(
                "SELECT COUNT(i) FROM Invitation i" + TO_THE_USER + " AND i.invitedBy = :inviter")
            .setParameter("user", userId.toString())
            .setParameter("inviter", inviter.toString()));
  }

  @Override
  public void decline(UUID roomId, UUID userId, Instant now) {
    declining(userId, now, " AND i.key.roomId = :room")
        .setParameter("room", roomId.toString())
        .executeUpdate();
  }

  @Override
  public void declineFrom(UUID userId, UUID inviter, Instant now) {
    declining(userId, now, " AND i.invitedBy = :inviter")
        .setParameter("inviter", inviter.toString())
        .executeUpdate();
  }

  private Query declining(UUID userId, Instant now, String which) {
    return entities
        .createQuery(
            "UPDATE Invitation i SET i.declinedAt = :now"
                + TO_THE_USER
                + " AND i.declinedAt IS NULL"
                + which)
        .setParameter("user", userId.toString())
        .setParameter("now", now.toEpochMilli());
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public boolean isBlocked(UUID userId, UUID other) {
    return count(
            pair(
                "SELECT COUNT(*) FROM user_block WHERE user_id = ?1 AND blocked_id = ?2",
                userId,
                other))
        > 0;
  }

  @Override
  public void block(UUID userId, UUID other, Instant now) {
    // Two connections of one user may ask for the same at once.
    pair(
            "INSERT IGNORE INTO user_block (user_id, blocked_id, blocked_at) VALUES (?1, ?2, ?3)",
            userId,
            other)
        .setParameter(3, now.toEpochMilli())
        .executeUpdate();
  }

  @Override
  public void unblock(UUID userId, UUID other) {
    pair("DELETE FROM user_block WHERE user_id = ?1 AND blocked_id = ?2", userId, other)
        .executeUpdate();
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public List<String> blocked(UUID userId, String after, int limit) {
    List<?> names =
        entities
            .createNativeQuery(
                "SELECT u.username FROM user_block b JOIN users u ON u.id = b.blocked_id"
                    + " WHERE b.user_id = ?1 AND u.username > ?2 ORDER BY u.username")
            .setParameter(1, userId.toString())
            .setParameter(2, after)
            .setMaxResults(limit)
            .getResultList();
    return names.stream().map(String.class::cast).toList();
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public long countBlocked(UUID userId) {
    return count(
        entities
            .createNativeQuery("SELECT COUNT(*) FROM user_block WHERE user_id = ?1")
            .setParameter(1, userId.toString()));
  }

  @Override
  public void deleteAll(UUID userId) {
    entities
        .createQuery("DELETE FROM Invitation i" + TO_THE_USER)
        .setParameter("user", userId.toString())
        .executeUpdate();
    pair("DELETE FROM user_block WHERE user_id = ?1 OR blocked_id = ?2", userId, userId)
        .executeUpdate();
  }

  private Query pair(String sql, UUID userId, UUID other) {
    return entities
        .createNativeQuery(sql)
        .setParameter(1, userId.toString())
        .setParameter(2, other.toString());
  }

  private static long count(Query query) {
    return ((Number) query.getSingleResult()).longValue();
  }
}
