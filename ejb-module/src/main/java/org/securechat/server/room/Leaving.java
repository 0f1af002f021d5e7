package org.securechat.server.room;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import org.securechat.server.account.AuthenticatedUser;

/** A user leaves a room and can read no more of it. */
final class Leaving extends DecidedChange {
  Leaving(RoomAccess room, AuthenticatedUser user, Instant now) {
    super(room.id(), room.name(), user, user, now);
  }

  @Override
  public String event() {
    return "left";
  }

  @Override
  public void apply(EntityManager entities) {
    Membership membership = entities.find(Membership.class, keyOfSubject());
    if (membership == null) {
      throw new SupersededException("left already");
    }
    entities.remove(membership);
    entities.flush();
  }
}
