package org.securechat.server.room;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.EventPayload.Event;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.server.account.AuthenticatedUser;

/** A new room, with its creator in it. */
public final class Creation extends DecidedChange {
  private static final Duration DAY = Duration.ofDays(1);

  private final Visibility visibility;
  private final String actor;
  private final Optional<RoomLimits> limits;

  Creation(
      String name,
      Visibility visibility,
      AuthenticatedUser creator,
      RoomLimits limits,
      Instant now) {
    this(name, visibility, creator, creator.username(), Optional.of(limits), now);
  }

  private Creation(
      String name,
      Visibility visibility,
      AuthenticatedUser creator,
      String actor,
      Optional<RoomLimits> limits,
      Instant now) {
    super(UUID.randomUUID(), name, creator, creator, now);
    this.visibility = visibility;
    this.actor = actor;
    this.limits = limits;
  }

  /** A room that an administrator makes for a user, who meets no limit by it. */
  public static Creation onBehalfOf(
      AuthenticatedUser owner, String name, Visibility visibility, Instant now) {
    return new Creation(name, visibility, owner, TranscriptLine.SERVER, Optional.empty(), now);
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
    limits.ifPresent(most -> check(most, rooms));
    rooms.addRoom(roomId(), roomName(), visibility, actorId(), decidedAt());
    if (visibility == Visibility.DIRECT) {
      rooms.addMember(roomId(), subjectId(), decidedAt());
    } else {
      rooms.addOwner(roomId(), subjectId(), decidedAt());
    }
  }

  private void check(RoomLimits most, MembershipRepository rooms) {
    if (visibility == Visibility.DIRECT) {
      most.checkDirect(rooms.countDirectMade(actorId(), decidedAt().minus(DAY)));
    } else {
      most.checkMade(rooms.countMade(actorId()));
      most.checkMemberships(rooms.countMemberships(actorId()));
    }
  }
}
