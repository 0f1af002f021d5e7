package org.securechat.server.room;

import java.time.Instant;
import org.securechat.protocol.evidence.EventPayload.Event;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.server.account.AuthenticatedUser;

/** A user leaves a room and cannot read it any longer. */
final class Leaving extends DecidedChange {
  private Leaving(RoomAccess room, AuthenticatedUser user, AuthenticatedUser actor, Instant now) {
    super(room.id(), room.name(), user, actor, now);
  }

  static Leaving freely(RoomAccess room, AuthenticatedUser user, Instant now) {
    return new Leaving(room, user, user, now);
  }

  /** The server takes a user whose account ends out of a room of any kind. */
  static Leaving byTheServer(RoomAccess room, AuthenticatedUser user, Instant now) {
    AuthenticatedUser server = new AuthenticatedUser(user.id(), TranscriptLine.SERVER);
    return new Leaving(room, user, server, now);
  }

  @Override
  public Event event() {
    return Event.LEFT;
  }

  @Override
  public void apply(MembershipRepository rooms) {
    if (!rooms.removeMember(roomId(), subjectId())) {
      throw new SupersededException("the user has left already");
    }
  }
}
