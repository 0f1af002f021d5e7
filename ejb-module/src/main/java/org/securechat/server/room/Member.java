package org.securechat.server.room;

import java.time.Instant;
import java.util.UUID;
import org.securechat.protocol.application.RoomRole;

/** A user who is in a room. */
public record Member(UUID userId, String username, RoomRole role, boolean isBot, Instant joinedAt) {
  public boolean isOwner() {
    return role == RoomRole.OWNER;
  }
}
