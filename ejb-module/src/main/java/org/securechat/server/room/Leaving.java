package org.securechat.server.room;

import java.time.Instant;
import org.securechat.protocol.evidence.EventPayload.Event;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.server.account.AuthenticatedUser;

/** A user leaves a room and cannot read it any longer. */
final class Leaving extends DecidedChange {
  private final boolean byModerator;

  private Leaving(
      RoomAccess room,
      AuthenticatedUser user,
      AuthenticatedUser actor,
      boolean byModerator,
      Instant now) {
    super(room.id(), room.name(), user, actor, now);
    this.byModerator = byModerator;
  }

  static Leaving freely(RoomAccess room, AuthenticatedUser user, Instant now) {
    return new Leaving(room, user, user, false, now);
  }

  /** The server takes a user whose account ends out of a room of any kind. */
  static Leaving byTheServer(RoomAccess room, AuthenticatedUser user, Instant now) {
    AuthenticatedUser server = new AuthenticatedUser(user.id(), TranscriptLine.SERVER);
    return new Leaving(room, user, server, false, now);
  }

  static Leaving byModerator(
      RoomAccess room, AuthenticatedUser user, AuthenticatedUser moderator, Instant now) {
    return new Leaving(room, user, moderator, true, now);
  }

  @Override
  public Event event() {
    return Event.LEFT;
  }

  @Override
  public void apply(MembershipRepository rooms) {
    if (byModerator) {
      Moderators.requireAbove(rooms, roomId(), actorId(), subjectId());
    }
    if (!rooms.removeMember(roomId(), subjectId())) {
      throw new SupersededException("the user has left already");
    }
  }
}
