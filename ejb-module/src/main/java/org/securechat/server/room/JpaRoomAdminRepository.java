package org.securechat.server.room;

import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.securechat.protocol.application.RoomRole;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.name.Names;
import org.securechat.server.account.User;
import org.securechat.server.query.SearchQuery;

/** The tables {@code room} and {@code membership}. */
@Stateless
@Local(RoomAdminRepository.class)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class JpaRoomAdminRepository implements RoomAdminRepository {
  private static final char ESCAPE = '!';

  private final EntityManager entities;

  /** For the container's proxy. */
  public JpaRoomAdminRepository() {
    this(null);
  }

  @Inject
  public JpaRoomAdminRepository(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public Optional<Room> byName(String name) {
    if (!Names.isRoom(name)) {
      return Optional.empty();
    }
    return entities
        .createQuery("SELECT r FROM Room r WHERE r.name = :name", Room.class)
        .setParameter("name", name)
        .getResultStream()
        .findFirst();
  }

  @Override
  public Optional<Room> byId(UUID roomId) {
    return Optional.ofNullable(entities.find(Room.class, roomId.toString()));
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  public void change(UUID roomId, Consumer<Room> change) {
    change.accept(entities.find(Room.class, roomId.toString()));
    entities.flush();
  }

  @Override
  public List<Room> find(RoomSearch search) {
    StringBuilder query = new StringBuilder("SELECT r FROM Room r WHERE r.name > :after");
    if (!search.text().isEmpty()) {
      query.append(" AND r.name LIKE :text ESCAPE '" + ESCAPE + "'");
    }
    search.visibility().ifPresent(kind -> query.append(" AND r.visibility = :visibility"));
    search
        .archived()
        .ifPresent(
            archived -> query.append(" AND r.archivedAt IS " + (archived ? "NOT NULL" : "NULL")));
    TypedQuery<Room> rooms =
        entities
            .createQuery(query.append(" ORDER BY r.name").toString(), Room.class)
            .setParameter("after", search.after())
            .setMaxResults(search.limit());
    if (!search.text().isEmpty()) {
      rooms.setParameter("text", "%" + literally(search.text()) + "%");
    }
    search
        .visibility()
        .map(Visibility::wireName)
        .ifPresent(v -> rooms.setParameter("visibility", v));
    return SearchQuery.list(rooms);
  }

  /** So that _ and % stand for themselves. */
  private static String literally(String text) {
    return text.replaceAll("[%_" + ESCAPE + "]", ESCAPE + "$0");
  }

  @Override
  public List<Member> members(UUID roomId, String after, int limit) {
    return entities
        .createQuery(
            "SELECT m, u FROM Membership m JOIN User u ON u.id = m.key.userId"
                + " WHERE m.key.roomId = :room AND u.username > :after ORDER BY u.username",
            Object[].class)
        .setParameter("room", roomId.toString())
        .setParameter("after", after)
        .setMaxResults(limit)
        .getResultStream()
        .map(row -> member((Membership) row[0], (User) row[1]))
        .toList();
  }

  private static Member member(Membership membership, User user) {
    return new Member(
        membership.userId(),
        user.username(),
        membership.role(),
        user.isBot(),
        membership.joinedAt());
  }

  @Override
  public long countMemberships(UUID userId) {
    return count("SELECT COUNT(m) FROM Membership m WHERE m.key.userId = :user", userId);
  }

  @Override
  public long countInvitations(UUID userId) {
    return count("SELECT COUNT(i) FROM Invitation i WHERE i.key.userId = :user", userId);
  }

  private long count(String query, UUID userId) {
    return entities
        .createQuery(query, Long.class)
        .setParameter("user", userId.toString())
        .getSingleResult();
  }

  @Override
  public List<String> ownedBy(UUID userId, int limit) {
    return entities
        .createQuery(
            "SELECT r.name FROM Membership m JOIN Room r ON r.id = m.key.roomId"
                + " WHERE m.key.userId = :user AND m.role = :owner ORDER BY r.name",
            String.class)
        .setParameter("user", userId.toString())
        .setParameter("owner", RoomRole.OWNER.wireName())
        .setMaxResults(limit)
        .getResultList();
  }

  @Override
  public List<UUID> archived() {
    return entities
        .createQuery("SELECT r.id FROM Room r WHERE r.archivedAt IS NOT NULL", String.class)
        .getResultStream()
        .map(UUID::fromString)
        .toList();
  }
}
