package org.securechat.server.room;

import java.time.Instant;
import java.util.UUID;
import org.securechat.server.account.AuthenticatedUser;

/** What all changes have in common: which room, who, about whom, when. Immutable. */
abstract sealed class DecidedChange implements MembershipChange
    permits Creation, Joining, Leaving, Inviting {
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

  final UUID subjectId() {
    return subject.id();
  }

  @Override
  public final String toString() {
    return event() + "[" + roomId + "]";
  }
}
