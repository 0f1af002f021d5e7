package org.securechat.server.room;

import java.util.List;
import java.util.UUID;

/**
 * Where two users talk to each other.
 *
 * @param id the room's UUID; while there are changes to make, the one it will have
 * @param name {@code dm:a:b}
 * @param changes what must be appended, in this order, before the room can be written to; empty if
 *     it is there already
 */
public record DirectRoom(UUID id, String name, List<MembershipChange> changes) {
  public DirectRoom {
    changes = List.copyOf(changes);
  }
}
