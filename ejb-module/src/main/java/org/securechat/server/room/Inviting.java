package org.securechat.server.room;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import org.securechat.server.account.AuthenticatedUser;

/** A member lets somebody in. */
final class Inviting extends DecidedChange {
  Inviting(RoomAccess room, AuthenticatedUser invited, AuthenticatedUser member, Instant now) {
    super(room.id(), room.name(), invited, member, now);
  }

  @Override
  public String event() {
    return "invited";
  }

  @Override
  public void apply(EntityManager entities) {
    RoomUserKey key = keyOfSubject();
    if (!isOpen(entities) || !isMember(entities, new RoomUserKey(roomId(), actorId()))) {
      throw new SupersededException("closed since, or the inviter is gone");
    }
    if (isMember(entities, key) || entities.find(Invitation.class, key) != null) {
      throw new SupersededException("invited already");
    }
    entities.persist(new Invitation(key, actorId(), decidedAt()));
    entities.flush();
  }
}
