package org.securechat.server.room;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.securechat.protocol.application.RoomRole;
import org.securechat.protocol.application.Visibility;

/** Rooms and members in sets; {@link #state} tells everything that is in them. */
public class RoomsInMemory implements MembershipRepository {
  private record Seat(UUID room, UUID user) {}

  final Set<String> names = new HashSet<>();
  final Set<UUID> open = new HashSet<>();
  private final Set<Seat> members = new HashSet<>();
  private final Map<Seat, RoomRole> roles = new HashMap<>();
  private final Map<Seat, Instant> bans = new HashMap<>();
  private final Map<Seat, UUID> invitations = new HashMap<>();
  long version;

  /** One text for all that is stored, so that a test can see that nothing has changed. */
  String state() {
    return String.join(
        " ",
        new TreeSet<>(names).toString(),
        sorted(open),
        sorted(members),
        sorted(roles.entrySet()),
        sorted(invitations.keySet()),
        Long.toString(version));
  }

  private static String sorted(Set<?> values) {
    return values.stream().map(Object::toString).sorted().toList().toString();
  }

  /** Who is in the room. */
  final Set<UUID> memberIds(UUID room) {
    return members.stream()
        .filter(seat -> seat.room().equals(room))
        .map(Seat::user)
        .collect(Collectors.toSet());
  }

  /** Who has invited the user; null if they are not invited. */
  final UUID inviter(UUID room, UUID user) {
    return invitations.get(new Seat(room, user));
  }

  public final boolean isOwner(UUID room, UUID user) {
    return role(room, user).equals(Optional.of(RoomRole.OWNER));
  }

  @Override
  public final Optional<RoomRole> role(UUID room, UUID user) {
    Seat seat = new Seat(room, user);
    return members.contains(seat)
        ? Optional.of(roles.getOrDefault(seat, RoomRole.MEMBER))
        : Optional.empty();
  }

  @Override
  public void setRole(UUID room, UUID user, RoomRole role) {
    roles.put(new Seat(room, user), role);
  }

  @Override
  public List<UUID> from(UUID room, RoomRole role) {
    return memberIds(room).stream()
        .filter(user -> role(room, user).orElseThrow().compareTo(role) >= 0)
        .toList();
  }

  @Override
  public boolean isBanned(UUID room, UUID user, Instant now) {
    Instant end = bans.get(new Seat(room, user));
    return end != null && end.isAfter(now);
  }

  /** Bans a user; null lifts the ban. */
  public final void ban(UUID room, UUID user, Instant end) {
    if (end == null) {
      bans.remove(new Seat(room, user));
    } else {
      bans.put(new Seat(room, user), end);
    }
  }

  @Override
  public boolean isNameTaken(String roomName) {
    return names.contains(roomName);
  }

  @Override
  public boolean isOpen(UUID roomId) {
    return open.contains(roomId);
  }

  @Override
  public boolean isMember(UUID roomId, UUID userId) {
    return members.contains(new Seat(roomId, userId));
  }

  @Override
  public boolean isInvited(UUID roomId, UUID userId) {
    return invitations.containsKey(new Seat(roomId, userId));
  }

  @Override
  public void addRoom(UUID roomId, String name, Visibility visibility, UUID creator, Instant now) {
    names.add(name);
    open.add(roomId);
  }

  @Override
  public void addOwner(UUID roomId, UUID userId, Instant now) {
    members.add(new Seat(roomId, userId));
    roles.put(new Seat(roomId, userId), RoomRole.OWNER);
  }

  @Override
  public void addMember(UUID roomId, UUID userId, Instant now) {
    members.add(new Seat(roomId, userId));
  }

  @Override
  public boolean removeMember(UUID roomId, UUID userId) {
    roles.remove(new Seat(roomId, userId));
    return members.remove(new Seat(roomId, userId));
  }

  @Override
  public void addInvitation(UUID roomId, UUID userId, UUID invitedBy, Instant now) {
    invitations.put(new Seat(roomId, userId), invitedBy);
  }

  @Override
  public boolean removeInvitation(UUID roomId, UUID userId) {
    return invitations.remove(new Seat(roomId, userId)) != null;
  }

  @Override
  public long countMade(UUID userId) {
    return roles.entrySet().stream()
        .filter(one -> one.getKey().user().equals(userId) && one.getValue() == RoomRole.OWNER)
        .count();
  }

  @Override
  public long countMemberships(UUID userId) {
    return members.stream().filter(seat -> seat.user().equals(userId)).count();
  }

  @Override
  public long countDirectMade(UUID userId, Instant since) {
    return 0;
  }

  @Override
  public long countOpen(UUID userId) {
    return invitations.keySet().stream().filter(seat -> seat.user().equals(userId)).count();
  }

  @Override
  public long countFrom(UUID userId, UUID inviter) {
    return invitations.entrySet().stream()
        .filter(e -> e.getKey().user().equals(userId) && e.getValue().equals(inviter))
        .count();
  }

  @Override
  public boolean archive(UUID roomId, long expected, Instant now) {
    if (version != expected) {
      return false;
    }
    open.remove(roomId);
    return true;
  }

  @Override
  public boolean reopen(UUID roomId, long expected) {
    if (version != expected) {
      return false;
    }
    open.add(roomId);
    return true;
  }
}
