package org.securechat.server.room;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.UUID;
import org.securechat.server.account.AuthenticatedUser;

/** A user enters a room; an invitation is used up by it. */
final class Joining extends DecidedChange {
  private final boolean byInvitation;

  private Joining(
      UUID roomId,
      String roomName,
      AuthenticatedUser subject,
      AuthenticatedUser actor,
      boolean byInvitation,
      Instant now) {
    super(roomId, roomName, subject, actor, now);
    this.byInvitation = byInvitation;
  }

  static Joining freely(RoomAccess room, AuthenticatedUser user, Instant now) {
    return new Joining(room.id(), room.name(), user, user, false, now);
  }

  static Joining byInvitation(RoomAccess room, AuthenticatedUser user, Instant now) {
    return new Joining(room.id(), room.name(), user, user, true, now);
  }

  /** The other half of a direct room, put there by whoever speaks first. */
  static Joining ofPartner(
      UUID roomId,
      String roomName,
      AuthenticatedUser partner,
      AuthenticatedUser actor,
      Instant now) {
    return new Joining(roomId, roomName, partner, actor, false, now);
  }

  @Override
  public String event() {
    return "joined";
  }

  @Override
  public void apply(EntityManager entities) {
    RoomUserKey key = keyOfSubject();
    if (!isOpen(entities) || isMember(entities, key)) {
      throw new SupersededException("joined already, or closed since");
    }
    Invitation invitation = entities.find(Invitation.class, key);
    if (byInvitation && invitation == null) {
      throw new SupersededException("the invitation is gone");
    }
    if (invitation != null) {
      entities.remove(invitation);
    }
    entities.persist(Membership.member(key, decidedAt()));
    entities.flush();
  }
}
