package org.securechat.server.room;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.securechat.protocol.application.RoomTerms;
import org.securechat.protocol.application.Visibility;
import org.securechat.server.account.UsersInMemory;

/** All that the rules of rooms rest on, in memory, for tests of the services above them. */
public final class ServedRooms extends RoomsInMemory
    implements RoomRepository, InvitationRepository {
  private record Pair(UUID first, UUID second) {}

  private final Map<UUID, Room> rooms = new LinkedHashMap<>();
  private final Map<UUID, RoomTerms> terms = new HashMap<>();
  private final Set<Pair> declined = new HashSet<>();
  private final Set<Pair> blocks = new HashSet<>();
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
    return new RoomAccess(
        room.id(),
        room.name(),
        room.visibility(),
        room.isArchived(),
        isMember(room.id(), user),
        isInvited(room.id(), user),
        terms.getOrDefault(room.id(), RoomTerms.NONE).as(role(room.id(), user)));
  }

  /** Sets what was decided about a room. */
  public void setTerms(UUID room, RoomTerms decided) {
    terms.put(room, decided);
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
  public List<RoomAccess> memberships(UUID userId, String after, int limit) {
    return behind(after, userId).filter(RoomAccess::isMember).limit(limit).toList();
  }

  @Override
  public List<RoomAccess> listed(UUID userId, String after, int limit) {
    return behind(after, userId).filter(room -> room.visibility().isListed()).limit(limit).toList();
  }

  private Stream<RoomAccess> behind(String after, UUID userId) {
    return byName(userId).filter(room -> room.name().compareTo(after) > 0);
  }

  @Override
  public List<Member> members(UUID roomId) {
    return memberIds(roomId).stream()
        .map(user ->
            new Member(
                user, users.name(user), role(roomId, user).orElseThrow(), false, Instant.EPOCH))
        .sorted(Comparator.comparing(Member::username))
        .toList();
  }

  @Override
  public long countMade(UUID userId) {
    return rooms.values().stream()
        .filter(room -> room.createdBy().equals(Optional.of(userId)))
        .filter(room -> room.visibility() != Visibility.DIRECT && !room.isArchived())
        .count();
  }

  @Override
  public long countMemberships(UUID userId) {
    return byName(userId)
        .filter(room -> room.isMember() && room.visibility() != Visibility.DIRECT)
        .count();
  }

  @Override
  public long countDirectMade(UUID userId, Instant since) {
    return rooms.values().stream()
        .filter(room -> room.createdBy().equals(Optional.of(userId)))
        .filter(room -> room.visibility() == Visibility.DIRECT)
        .filter(room -> room.createdAt().isAfter(since))
        .count();
  }

  @Override
  public List<Open> open(UUID userId, String after, int limit) {
    return behind(after, userId)
        .filter(room -> isOpenFor(room.id(), userId) && isOpen(room.id()))
        .limit(limit)
        .map(room ->
            new Open(
                room.name(),
                room.visibility(),
                users.name(inviter(room.id(), userId)),
                Instant.EPOCH))
        .toList();
  }

  @Override
  public long countOpen(UUID userId) {
    return rooms.keySet().stream().filter(room -> isOpenFor(room, userId)).count();
  }

  private boolean isOpenFor(UUID room, UUID user) {
    return isInvited(room, user) && !declined.contains(new Pair(room, user));
  }

  @Override
  public long countFrom(UUID userId, UUID inviter) {
    return rooms.keySet().stream()
        .filter(room -> isInvited(room, userId) && inviter(room, userId).equals(inviter))
        .count();
  }

  @Override
  public void decline(UUID roomId, UUID userId, Instant now) {
    if (isInvited(roomId, userId)) {
      declined.add(new Pair(roomId, userId));
    }
  }

  @Override
  public void declineFrom(UUID userId, UUID inviter, Instant now) {
    rooms.keySet().stream()
        .filter(room -> isInvited(room, userId) && inviter(room, userId).equals(inviter))
        .forEach(room -> decline(room, userId, now));
  }

  @Override
  public boolean isBlocked(UUID userId, UUID other) {
    return blocks.contains(new Pair(userId, other));
  }

  @Override
  public void block(UUID userId, UUID other, Instant now) {
    blocks.add(new Pair(userId, other));
  }

  @Override
  public void unblock(UUID userId, UUID other) {
    blocks.remove(new Pair(userId, other));
  }

  @Override
  public List<String> blocked(UUID userId, String after, int limit) {
    return blocks.stream()
        .filter(pair -> pair.first().equals(userId))
        .map(pair -> users.name(pair.second()))
        .filter(name -> name.compareTo(after) > 0)
        .sorted()
        .limit(limit)
        .toList();
  }

  @Override
  public long countBlocked(UUID userId) {
    return blocks.stream().filter(pair -> pair.first().equals(userId)).count();
  }

  @Override
  public void deleteAll(UUID userId) {
    rooms.keySet().forEach(room -> removeInvitation(room, userId));
    blocks.removeIf(pair -> pair.first().equals(userId) || pair.second().equals(userId));
  }
}
