package org.securechat.server.room;

import java.time.Instant;
import java.util.UUID;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.EventPayload.Event;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.server.account.AuthenticatedUser;

/** A new room, with its creator in it. */
public final class Creation extends DecidedChange {
  private final Visibility visibility;
  private final String actor;

  Creation(String name, Visibility visibility, AuthenticatedUser creator, Instant now) {
    this(name, visibility, creator, creator.username(), now);
  }

  private Creation(
      String name, Visibility visibility, AuthenticatedUser creator, String actor, Instant now) {
    super(UUID.randomUUID(), name, creator, creator, now);
    this.visibility = visibility;
    this.actor = actor;
  }

  /** A room that an administrator makes for a user. */
  public static Creation onBehalfOf(
      AuthenticatedUser owner, String name, Visibility visibility, Instant now) {
    return new Creation(name, visibility, owner, TranscriptLine.SERVER, now);
  }

  @Override
  public String actor() {
    return actor;
  }

  @Override
  public Event event() {
    return Event.CREATED;
  }

  @Override
  public void apply(MembershipRepository rooms) {
    if (rooms.isNameTaken(roomName())) {
      throw new SupersededException("another room got the name first");
    }
    rooms.addRoom(roomId(), roomName(), visibility, actorId(), decidedAt());
    if (visibility == Visibility.DIRECT) {
      rooms.addMember(roomId(), subjectId(), decidedAt());
    } else {
      rooms.addOwner(roomId(), subjectId(), decidedAt());
    }
  }
}
