package org.securechat.server.room;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.UUID;
import org.securechat.server.account.AuthenticatedUser;

/** What all changes have in common: which room, who, about whom, when. Immutable. */
abstract class DecidedChange implements MembershipChange {
  private final UUID roomId;
  private final String roomName;
  private final AuthenticatedUser subject;
  private final AuthenticatedUser actor;
  private final Instant decidedAt;

  DecidedChange(
      UUID roomId,
      String roomName,
      AuthenticatedUser subject,
      AuthenticatedUser actor,
      Instant decidedAt) {
    this.roomId = roomId;
    this.roomName = roomName;
    this.subject = subject;
    this.actor = actor;
    this.decidedAt = decidedAt;
  }

  @Override
  public final UUID roomId() {
    return roomId;
  }

  @Override
  public final String roomName() {
    return roomName;
  }

  @Override
  public final String subject() {
    return subject.username();
  }

  @Override
  public String actor() {
    return actor.username();
  }

  final UUID actorId() {
    return actor.id();
  }

  final Instant decidedAt() {
    return decidedAt;
  }

  final RoomUserKey keyOfSubject() {
    return new RoomUserKey(roomId, subject.id());
  }

  final boolean isMember(EntityManager entities, RoomUserKey key) {
    return entities.find(Membership.class, key) != null;
  }

  final boolean isOpen(EntityManager entities) {
    Room room = entities.find(Room.class, roomId.toString());
    return room != null && !room.isArchived();
  }

  @Override
  public final String toString() {
    return event() + "[" + roomId + "]";
  }
}
