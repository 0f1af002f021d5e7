package org.securechat.server.room;

import java.time.Instant;
import java.util.UUID;
import org.securechat.protocol.application.RoomRole;
import org.securechat.server.room.RoomException.Reason;

/** Who decides about whom in a room (PROTOCOL.md §9.3), in the transaction of the line. */
public final class Moderators {
  private Moderators() {}

  /**
   * Refuses who is not above another: an owner is above all, a moderator above ordinary members and
   * those who are not in the room.
   *
   * @throws RoomException {@code NOT_PERMITTED}
   */
  public static void requireAbove(MembershipRepository rooms, UUID room, UUID actor, UUID subject) {
    RoomRole own = rooms.role(room, actor).orElse(RoomRole.MEMBER);
    if (!own.isAbove(rooms.role(room, subject).orElse(RoomRole.MEMBER))) {
      throw new RoomException(Reason.NOT_PERMITTED, "not above the other");
    }
  }

  /**
   * Refuses a user who is banned.
   *
   * @throws RoomException {@code BANNED}
   */
  static void requireNotBanned(MembershipRepository rooms, UUID room, UUID user, Instant now) {
    if (rooms.isBanned(room, user, now)) {
      throw new RoomException(Reason.BANNED, "banned from the room");
    }
  }

  /**
   * Refuses who is less than that.
   *
   * @throws RoomException {@code NOT_PERMITTED}
   */
  public static void require(MembershipRepository rooms, UUID room, UUID actor, RoomRole least) {
    if (rooms.role(room, actor).orElse(RoomRole.MEMBER).compareTo(least) < 0) {
      throw new RoomException(Reason.NOT_PERMITTED, "no " + least.wireName());
    }
  }
}
