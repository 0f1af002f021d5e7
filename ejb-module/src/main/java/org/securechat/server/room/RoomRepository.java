package org.securechat.server.room;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Rooms, memberships and invitations as they are stored. It knows no rules. Thread-safe. */
public interface RoomRepository {

  /**
   * How a user stands to a room, whether or not they may know of it.
   *
   * @param name anything; what cannot be a room's name finds none
   */
  Optional<RoomAccess> access(String name, UUID userId);

  /** The rooms the user is in or invited to, by name. */
  List<RoomAccess> of(UUID userId, int limit);

  /**
   * The rooms the user is in or invited to, and the public ones, by name.
   *
   * @param after the name behind which the list begins; empty for all
   */
  List<RoomAccess> listed(UUID userId, String after, int limit);

  /** Who is in a room, by username. */
  List<Member> members(UUID roomId);

  /** Deletes every invitation to a user, in a transaction of its own. */
  void withdrawInvitations(UUID userId);
}
