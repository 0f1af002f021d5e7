package org.securechat.server.admin.export;

import java.util.Optional;
import java.util.UUID;
import org.securechat.server.evidence.ExportPlan;
import org.securechat.server.room.Room;

/**
 * How the lines of one room are exported.
 *
 * @param plan empty if the room's record cannot be read, as one that does not verify
 */
public record RoomPlan(UUID roomId, String roomName, Optional<ExportPlan> plan) {

  static RoomPlan of(Room room, ExportPlan plan) {
    return new RoomPlan(room.id(), room.name(), Optional.of(plan));
  }

  /** Of a room whose record cannot be read. */
  static RoomPlan unreadable(Room room) {
    return new RoomPlan(room.id(), room.name(), Optional.empty());
  }
}
