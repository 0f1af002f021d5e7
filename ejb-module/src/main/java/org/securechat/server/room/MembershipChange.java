package org.securechat.server.room;

import java.util.UUID;
import org.securechat.protocol.evidence.EventPayload;

/**
 * A change of who is in a room, or of whether it is open, decided and not yet made. It becomes true
 * together with its line in the room's transcript: the ledger calls {@link #apply} inside the
 * transaction in which it writes the line, on its writer thread.
 */
public sealed interface MembershipChange permits DecidedChange, Archiving {

  /** The room's UUID; for a new room, the one it will have. */
  UUID roomId();

  String roomName();

  /** What the room's transcript says of the change (PROTOCOL.md §9.3). */
  EventPayload.Event event();

  /** The username this is about; when a room is archived or reopened, the room's name. */
  String subject();

  /** The username who did it, often the subject; or {@code @server}. */
  String actor();

  /** Whether the subject is in the room from now on. */
  default boolean joins() {
    return switch (this) {
      case Creation _, Joining _ -> true;
      case Leaving _, Inviting _, Archiving _ -> false;
    };
  }

  /** Whether the subject is in the room no longer. */
  default boolean leaves() {
    return switch (this) {
      case Leaving _ -> true;
      case Creation _, Joining _, Inviting _, Archiving _ -> false;
    };
  }

  /**
   * Makes the change. It looks first: if the decision no longer holds, it throws and has changed
   * nothing, so that the caller may leave this one line out and commit the rest.
   *
   * @param rooms works in the transaction that writes the line
   * @throws SupersededException if another change came in between; decide again
   */
  void apply(MembershipRepository rooms);
}
