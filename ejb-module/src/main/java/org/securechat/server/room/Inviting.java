package org.securechat.server.room;

import java.time.Instant;
import org.securechat.protocol.evidence.EventPayload.Event;
import org.securechat.server.account.AuthenticatedUser;

/** A member invites a user. */
final class Inviting extends DecidedChange {
  private final RoomLimits limits;

  Inviting(
      RoomAccess room,
      AuthenticatedUser invited,
      AuthenticatedUser member,
      RoomLimits limits,
      Instant now) {
    super(room.id(), room.name(), invited, member, now);
    this.limits = limits;
  }

  @Override
  public Event event() {
    return Event.INVITED;
  }

  @Override
  public void apply(MembershipRepository rooms) {
    if (!rooms.isOpen(roomId()) || !rooms.isMember(roomId(), actorId())) {
      throw new SupersededException("the room is archived now, or the inviter has left it");
    }
    if (rooms.isMember(roomId(), subjectId()) || rooms.isInvited(roomId(), subjectId())) {
      throw new SupersededException("the user is a member or invited already");
    }
    limits.checkInviter(() -> rooms.role(roomId(), actorId()));
    Moderators.requireNotBanned(rooms, roomId(), subjectId(), decidedAt());
    limits.checkInvitationsFromOne(rooms.countFrom(subjectId(), actorId()));
    limits.checkInvitations(rooms.countOpen(subjectId()));
    rooms.addInvitation(roomId(), subjectId(), actorId(), decidedAt());
  }
}
