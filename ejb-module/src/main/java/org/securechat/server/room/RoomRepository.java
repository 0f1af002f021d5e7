package org.securechat.server.room;

import java.time.Instant;
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

  /**
   * The rooms the user is in, by name. What it costs depends on these alone.
   *
   * @param after the name behind which the list begins; empty for all
   */
  List<RoomAccess> memberships(UUID userId, String after, int limit);

  /**
   * The rooms that every user may know of and that are not archived, by name, as the user stands to
   * them.
   *
   * @param after the name behind which the list begins; empty for all
   */
  List<RoomAccess> listed(UUID userId, String after, int limit);

  /** Who is in a room, by username. */
  List<Member> members(UUID roomId);

  /** How many rooms the user has made that are not archived; no direct or classic ones. */
  long countMade(UUID userId);

  /** How many rooms the user is in; no direct or classic ones. */
  long countMemberships(UUID userId);

  /** How many direct rooms the user has made since then. */
  long countDirectMade(UUID userId, Instant since);
}
