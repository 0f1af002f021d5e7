package org.securechat.server.room;

import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.name.Names;

/** The tables {@code room}, {@code membership} and {@code invitation}. */
@Stateless
@Local(RoomRepository.class)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class JpaRoomRepository implements RoomRepository {
  private static final String AS_THE_USER_STANDS =
      "SELECT r, m.role, i.invitedBy FROM Room r"
          + " LEFT JOIN Membership m ON (m.key.roomId = r.id AND m.key.userId = :user)"
          + " LEFT JOIN Invitation i ON (i.key.roomId = r.id AND i.key.userId = :user)";

  private static final String ORDINARY =
      " AND r.visibility <> 'direct' AND r.name NOT LIKE '" + Names.CLASSIC_PREFIX + "%'";

  private final EntityManager entities;

  /** For the container's proxy. */
  public JpaRoomRepository() {
    this(null);
  }

  @Inject
  public JpaRoomRepository(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public Optional<RoomAccess> access(String name, UUID userId) {
    if (!Names.isRoom(name)) {
      // Databases differ in which letters they take for equal; among valid names they agree.
      return Optional.empty();
    }
    return as(userId, " WHERE r.name = :name")
        .setParameter("name", name)
        .getResultStream()
        .map(JpaRoomRepository::access)
        .findFirst();
  }

  @Override
  public List<RoomAccess> memberships(UUID userId, String after, int limit) {
    // From the user's rows to the rooms: over all rooms it would cost the more, the more there are.
    return entities
        .createQuery(
            "SELECT r FROM Membership m JOIN Room r ON r.id = m.key.roomId"
                + " WHERE m.key.userId = :user AND r.name > :after ORDER BY r.name",
            Room.class)
        .setParameter("user", userId.toString())
        .setParameter("after", after)
        .setMaxResults(limit)
        .getResultStream()
        .map(room -> new RoomAccess(room, true, false))
        .toList();
  }

  @Override
  public List<RoomAccess> publicRooms(UUID userId, String after, int limit) {
    return as(
            userId,
            " WHERE r.visibility = 'public' AND r.archivedAt IS NULL AND r.name > :after"
                // As the index has them: then no more is read than the page.
                + " ORDER BY r.visibility, r.name")
        .setParameter("after", after)
        .setMaxResults(limit)
        .getResultStream()
        .map(JpaRoomRepository::access)
        .toList();
  }

  private TypedQuery<Object[]> as(UUID userId, String condition) {
    return entities
        .createQuery(AS_THE_USER_STANDS + condition, Object[].class)
        .setParameter("user", userId.toString());
  }

  private static RoomAccess access(Object[] row) {
    return new RoomAccess((Room) row[0], row[1] != null, row[2] != null);
  }

  @Override
  public List<Member> members(UUID roomId) {
    return entities
        .createQuery(
            "SELECT m, u.username FROM Membership m JOIN User u ON u.id = m.key.userId"
                + " WHERE m.key.roomId = :room ORDER BY u.username",
            Object[].class)
        .setParameter("room", roomId.toString())
        .getResultStream()
        .map(row -> member((Membership) row[0], (String) row[1]))
        .toList();
  }

  @Override
  public long countMade(UUID userId) {
    return count(
            "SELECT COUNT(r) FROM Room r WHERE r.createdBy = :user AND r.archivedAt IS NULL"
                + ORDINARY,
            userId)
        .getSingleResult();
  }

  @Override
  public long countMemberships(UUID userId) {
    return count(
            "SELECT COUNT(r) FROM Membership m JOIN Room r ON r.id = m.key.roomId"
                + " WHERE m.key.userId = :user"
                + ORDINARY,
            userId)
        .getSingleResult();
  }

  @Override
  public long countDirectMade(UUID userId, Instant since) {
    return count(
            "SELECT COUNT(r) FROM Room r WHERE r.createdBy = :user AND r.createdAt > :since"
                + " AND r.visibility = 'direct'",
            userId)
        .setParameter("since", since.toEpochMilli())
        .getSingleResult();
  }

  private TypedQuery<Long> count(String query, UUID userId) {
    return entities.createQuery(query, Long.class).setParameter("user", userId.toString());
  }

  private static Member member(Membership membership, String username) {
    return new Member(membership.userId(), username, membership.isOwner(), membership.joinedAt());
  }
}
