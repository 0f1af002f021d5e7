package org.securechat.server.room;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Rooms as administration and retention see them. It contains no rules. Thread-safe. */
public interface RoomAdminRepository {
  /**
   * Finds the room of that name.
   *
   * @param name anything; what cannot be a room's name finds none
   */
  Optional<Room> byName(String name);

  Optional<Room> byId(UUID roomId);

  /**
   * Changes a room within the transaction that there is.
   *
   * @throws jakarta.persistence.OptimisticLockException if another transaction changed it
   */
  void change(UUID roomId, Consumer<Room> change);

  /** By name. */
  List<Room> find(RoomSearch search);

  /** Who is in a room, by username, behind that one. */
  List<Member> members(UUID roomId, String after, int limit);

  /** How many rooms a user is in, of all kinds. */
  long countMemberships(UUID userId);

  /** How many invitations a user has, declined ones included. */
  long countInvitations(UUID userId);

  /** The names of the rooms that a user owns, in order. */
  List<String> ownedBy(UUID userId, int limit);

  /** The ids of all archived rooms. */
  List<UUID> archived();
}
