package org.securechat.web.room;

import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.securechat.server.room.LegalHold;
import org.securechat.server.room.Retention;
import org.securechat.server.room.Room;

/**
 * What a room has to keep.
 *
 * @param days null, and so absent, for the server's default
 */
@Schema(name = "Retention", description = "How long the room keeps what was said in it.")
public record RetentionView(
    @Schema(
            description =
                "Full days after which a message loses its text; 0 is never; absent is the"
                    + " server's default, securechat.retention.days.",
            example = "90")
        Integer days,
    @Schema(description = "Whether a legal hold stops every erasure.") boolean hold,
    @Schema(example = "case 4711") String holdReason,
    @Schema(description = "The administrator who laid it on the room.", example = "carol")
        String holdBy,
    @Schema(example = "2026-11-22T19:00:00.123Z") Instant holdSince) {

  static RetentionView of(Room room) {
    Optional<LegalHold> hold = room.hold();
    return new RetentionView(
        room.retention().map(Retention::days).orElse(null),
        hold.isPresent(),
        hold.map(LegalHold::reason).orElse(null),
        hold.map(LegalHold::by).orElse(null),
        hold.map(LegalHold::since).orElse(null));
  }
}
