package org.securechat.web.room;

import java.time.Instant;
import org.securechat.server.room.Room;

/**
 * A room.
 *
 * @param visibility {@code public}, {@code private} or {@code direct}
 * @param archivedAt null, and so absent, while the room is open
 */
public record RoomView(
    String name,
    String id,
    String visibility,
    Instant createdAt,
    boolean archived,
    Instant archivedAt,
    RetentionView retention) {

  static RoomView of(Room room) {
    return new RoomView(
        room.name(),
        room.id().toString(),
        room.visibility().wireName(),
        room.createdAt(),
        room.isArchived(),
        room.archivedAt().orElse(null),
        RetentionView.of(room));
  }
}
