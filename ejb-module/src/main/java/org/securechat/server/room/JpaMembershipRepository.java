package org.securechat.server.room;

import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.securechat.protocol.application.RoomRole;
import org.securechat.protocol.application.Visibility;

/** The tables {@code room}, {@code membership} and {@code invitation} in a line's transaction. */
@Stateless
@Local(MembershipRepository.class)
@TransactionAttribute(TransactionAttributeType.MANDATORY)
public class JpaMembershipRepository implements MembershipRepository {
  private final EntityManager entities;

  /** For the container's proxy. */
  public JpaMembershipRepository() {
    this(null);
  }

  @Inject
  public JpaMembershipRepository(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public boolean isNameTaken(String roomName) {
    return !entities
        .createQuery("SELECT r.id FROM Room r WHERE r.name = :name", String.class)
        .setParameter("name", roomName)
        .getResultList()
        .isEmpty();
  }

  @Override
  public boolean isOpen(UUID roomId) {
    Room room = room(roomId);
    return room != null && !room.isArchived();
  }

  @Override
  public boolean isMember(UUID roomId, UUID userId) {
    return entities.find(Membership.class, new RoomUserKey(roomId, userId)) != null;
  }

  @Override
  public Optional<RoomRole> role(UUID roomId, UUID userId) {
    return Optional.ofNullable(entities.find(Membership.class, new RoomUserKey(roomId, userId)))
        .map(Membership::role);
  }

  @Override
  public void setRole(UUID roomId, UUID userId, RoomRole role) {
    entities.find(Membership.class, new RoomUserKey(roomId, userId)).role(role);
    entities.flush();
  }

  @Override
  public List<UUID> from(UUID roomId, RoomRole role) {
    return entities
        .createQuery(
            "SELECT m FROM Membership m WHERE m.key.roomId = :room AND m.role <> 'member'",
            Membership.class)
        .setParameter("room", roomId.toString())
        .getResultStream()
        .filter(membership -> membership.role().compareTo(role) >= 0)
        .map(Membership::userId)
        .toList();
  }

  @Override
  public boolean isBanned(UUID roomId, UUID userId, Instant now) {
    return count(
            "SELECT COUNT(*) FROM room_restriction WHERE kind = 'banned' AND room_id = ?1"
                + " AND user_id = ?2 AND (ends_at IS NULL OR ends_at > ?3)",
            roomId.toString(),
            userId.toString(),
            now.toEpochMilli())
        > 0;
  }

  @Override
  public boolean isInvited(UUID roomId, UUID userId) {
    return entities.find(Invitation.class, new RoomUserKey(roomId, userId)) != null;
  }

  @Override
  public void addRoom(UUID roomId, String name, Visibility visibility, UUID creator, Instant now) {
    // Memberships refer to this row, which JPA does not know: it has to be there before them.
    persist(new Room(roomId, name, visibility, creator, now));
  }

  @Override
  public void addOwner(UUID roomId, UUID userId, Instant now) {
    persist(Membership.owner(new RoomUserKey(roomId, userId), now));
  }

  @Override
  public void addMember(UUID roomId, UUID userId, Instant now) {
    persist(Membership.member(new RoomUserKey(roomId, userId), now));
  }

  @Override
  public boolean removeMember(UUID roomId, UUID userId) {
    return remove(Membership.class, new RoomUserKey(roomId, userId));
  }

  @Override
  public void addInvitation(UUID roomId, UUID userId, UUID invitedBy, Instant now) {
    persist(new Invitation(new RoomUserKey(roomId, userId), invitedBy, now));
  }

  @Override
  public boolean removeInvitation(UUID roomId, UUID userId) {
    return remove(Invitation.class, new RoomUserKey(roomId, userId));
  }

  @Override
  public boolean archive(UUID roomId, long version, Instant now) {
    return change(roomId, version, room -> room.archive(now));
  }

  @Override
  public boolean reopen(UUID roomId, long version) {
    return change(roomId, version, Room::reopen);
  }

  private boolean change(UUID roomId, long version, Consumer<Room> change) {
    Room room = room(roomId);
    if (room == null || room.version() != version) {
      return false;
    }
    change.accept(room);
    try {
      entities.flush();
      return true;
    } catch (OptimisticLockException e) {
      // Another transaction came in between. This one can only be rolled back.
      return false;
    }
  }

  @Override
  public long countMade(UUID userId) {
    return count(RoomCounts.MADE, userId.toString());
  }

  @Override
  public long countMemberships(UUID userId) {
    return count(RoomCounts.MEMBERSHIPS, userId.toString());
  }

  @Override
  public long countDirectMade(UUID userId, Instant since) {
    return count(RoomCounts.DIRECT_MADE, userId.toString(), since.toEpochMilli());
  }

  private long count(String sql, Object... values) {
    Query query = entities.createNativeQuery(sql);
    for (int i = 0; i < values.length; i++) {
      query.setParameter(i + 1, values[i]);
    }
    return ((Number) query.getSingleResult()).longValue();
  }

  @Override
  public long countOpen(UUID userId) {
    return new JpaInvitationRepository(entities).countOpen(userId);
  }

  @Override
  public long countFrom(UUID userId, UUID inviter) {
    return new JpaInvitationRepository(entities).countFrom(userId, inviter);
  }

  private Room room(UUID roomId) {
    return entities.find(Room.class, roomId.toString());
  }

  private void persist(Object row) {
    entities.persist(row);
    entities.flush();
  }

  private boolean remove(Class<?> type, RoomUserKey key) {
    Object row = entities.find(type, key);
    if (row == null) {
      return false;
    }
    entities.remove(row);
    entities.flush();
    return true;
  }
}
