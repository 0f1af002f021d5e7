package org.securechat.server.room;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.securechat.protocol.application.Visibility;
import org.securechat.server.account.UsersInMemory;

/** All that the rules of rooms rest on, in memory, for tests of the services above them. */
public final class ServedRooms extends RoomsInMemory implements RoomRepository {
  private final Map<UUID, Room> rooms = new LinkedHashMap<>();
  private final UsersInMemory users;

  public ServedRooms(UsersInMemory users) {
    this.users = users;
  }

  @Override
  public void addRoom(UUID roomId, String name, Visibility visibility, UUID creator, Instant now) {
    super.addRoom(roomId, name, visibility, creator, now);
    rooms.put(roomId, new Room(roomId, name, visibility, creator, now));
  }

  /** The id of a room that exists. */
  public UUID id(String name) {
    return named(name).orElseThrow().id();
  }

  public Set<UUID> memberIds(String name) {
    return memberIds(id(name));
  }

  /** Archives a room, as an administrator can at any moment. */
  public void archive(String name) {
    Room room = named(name).orElseThrow();
    room.archive(Instant.EPOCH);
    open.remove(room.id());
  }

  private Optional<Room> named(String name) {
    return rooms.values().stream().filter(room -> room.name().equals(name)).findFirst();
  }

  private RoomAccess access(Room room, UUID user) {
    return new RoomAccess(room, isMember(room.id(), user), isInvited(room.id(), user));
  }

  @Override
  public Optional<RoomAccess> access(String name, UUID userId) {
    return named(name).map(room -> access(room, userId));
  }

  private Stream<RoomAccess> byName(UUID userId) {
    return rooms.values().stream()
        .sorted(Comparator.comparing(Room::name))
        .map(room -> access(room, userId));
  }

  @Override
  public List<RoomAccess> of(UUID userId, int limit) {
    return byName(userId).filter(RoomAccess::isMemberOrInvited).limit(limit).toList();
  }

  @Override
  public List<RoomAccess> listed(UUID userId, String after, int limit) {
    return byName(userId)
        .filter(room -> room.name().compareTo(after) > 0)
        .filter(room -> room.isMemberOrInvited() || room.visibility() == Visibility.PUBLIC)
        .limit(limit)
        .toList();
  }

  @Override
  public List<Member> members(UUID roomId) {
    return memberIds(roomId).stream()
        .map(user -> new Member(user, users.name(user), isOwner(roomId, user), Instant.EPOCH))
        .sorted(Comparator.comparing(Member::username))
        .toList();
  }

  @Override
  public void withdrawInvitations(UUID userId) {
    rooms.keySet().forEach(room -> removeInvitation(room, userId));
  }
}
