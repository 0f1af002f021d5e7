package org.securechat.web.room;

import java.time.Instant;
import org.securechat.server.room.Room;

/**
 * A room.
 *
 * @param visibility {@code public}, {@code private} or {@code direct}
 * @param archivedAt null, and so absent, while the room is open
 * @param terms null, and so absent, in lists
 */
public record RoomView(
    String name,
    String id,
    String visibility,
    Instant createdAt,
    boolean archived,
    Instant archivedAt,
    RetentionView retention,
    TermsView terms) {

  static RoomView of(Room room) {
    return of(room, null);
  }

  static RoomView of(Room room, TermsView terms) {
    return new RoomView(
        room.name(),
        room.id().toString(),
        room.visibility().wireName(),
        room.createdAt(),
        room.isArchived(),
        room.archivedAt().orElse(null),
        RetentionView.of(room),
        terms);
  }
}
