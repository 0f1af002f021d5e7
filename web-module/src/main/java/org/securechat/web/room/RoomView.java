package org.securechat.web.room;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.securechat.server.room.Room;

/**
 * A room.
 *
 * @param visibility {@code public}, {@code private} or {@code direct}
 * @param archivedAt null, and so absent, while the room is open
 */
@Schema(name = "Room", description = "A room: what it is, not what is said in it.")
public record RoomView(
    @Schema(example = "incident-7") String name,
    @Schema(
            description = "The UUID that the room's chain starts from.",
            example = "0191a1b2-0000-7000-8000-00000000000f")
        String id,
    @Schema(enumeration = {"public", "private", "direct"}) String visibility,
    @Schema(example = "2026-11-22T19:00:00.123Z") Instant createdAt,
    @Schema(description = "Whether the room takes no more messages.") boolean archived,
    @Schema(description = "Absent while the room is open.") Instant archivedAt,
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
