package org.securechat.web.room;

import java.time.Instant;
import java.util.Optional;
import org.securechat.server.room.LegalHold;
import org.securechat.server.room.Retention;
import org.securechat.server.room.Room;

/**
 * What a room has to keep.
 *
 * @param days null, and so absent, for the server's default
 */
public record RetentionView(
    Integer days, boolean hold, String holdReason, String holdBy, Instant holdSince) {

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
