package org.securechat.web.room;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.room.LegalHold;
import org.securechat.server.room.Retention;

/**
 * What a room is to keep.
 *
 * @param days null for the server's default
 * @param holdReason needed for a hold, and for nothing else
 */
public record RetentionRequest(
    @Min(0) @Max(Retention.MAX_DAYS) Integer days,
    @NotNull Boolean hold,
    @Size(min = 1, max = LegalHold.MAX_REASON) String holdReason) {

  Optional<Retention> retention() {
    return Optional.ofNullable(days).map(Retention::new);
  }

  Optional<String> reason() {
    if (hold && (holdReason == null || holdReason.isBlank())) {
      throw AdministrationException.invalid("hold_reason", "must say why the room is held");
    }
    if (!hold && holdReason != null) {
      throw AdministrationException.invalid("hold_reason", "is given without a hold");
    }
    return Optional.ofNullable(holdReason);
  }
}
