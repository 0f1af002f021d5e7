package org.securechat.server.room;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.evidence.EventPayload.Event;
import org.securechat.server.account.AuthenticatedUser;

/** A user enters a room; an invitation is used up by it. */
final class Joining extends DecidedChange {
  private final boolean byInvitation;
  private final Optional<RoomLimits> limits;

  private Joining(
      UUID roomId,
      String roomName,
      AuthenticatedUser subject,
      AuthenticatedUser actor,
      boolean byInvitation,
      Optional<RoomLimits> limits,
      Instant now) {
    super(roomId, roomName, subject, actor, now);
    this.byInvitation = byInvitation;
    this.limits = limits;
  }

  static Joining freely(RoomAccess room, AuthenticatedUser user, RoomLimits limits, Instant now) {
    return new Joining(room.id(), room.name(), user, user, false, Optional.of(limits), now);
  }

  static Joining byInvitation(
      RoomAccess room, AuthenticatedUser user, RoomLimits limits, Instant now) {
    return new Joining(room.id(), room.name(), user, user, true, Optional.of(limits), now);
  }

  /** The other half of a direct room, added when the first of the two writes. */
  static Joining ofPartner(
      UUID roomId,
      String roomName,
      AuthenticatedUser partner,
      AuthenticatedUser actor,
      Instant now) {
    return new Joining(roomId, roomName, partner, actor, false, Optional.empty(), now);
  }

  @Override
  public Event event() {
    return Event.JOINED;
  }

  @Override
  public void apply(MembershipRepository rooms) {
    if (!rooms.isOpen(roomId()) || rooms.isMember(roomId(), subjectId())) {
      throw new SupersededException("the user is a member already, or the room is archived now");
    }
    Moderators.requireNotBanned(rooms, roomId(), subjectId(), decidedAt());
    limits.ifPresent(most -> most.checkMemberships(rooms.countMemberships(subjectId())));
    boolean invited = rooms.removeInvitation(roomId(), subjectId());
    if (byInvitation && !invited) {
      throw new SupersededException("the invitation has been withdrawn");
    }
    rooms.addMember(roomId(), subjectId(), decidedAt());
  }
}
