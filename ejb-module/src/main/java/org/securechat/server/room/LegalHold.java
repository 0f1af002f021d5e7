package org.securechat.server.room;

import java.time.Instant;
import java.util.Objects;

/**
 * While a room is held, nothing that was said in it is erased, whatever its retention is and
 * whoever asks.
 *
 * @param since when it was laid on the room
 * @param by the administrator
 * @param reason such as the number of a case, at most {@value #MAX_REASON} characters
 */
public record LegalHold(Instant since, String by, String reason) {
  public static final int MAX_REASON = 1_024;

  public LegalHold {
    Objects.requireNonNull(since);
    Objects.requireNonNull(by);
    if (reason.isBlank() || reason.length() > MAX_REASON) {
      throw new IllegalArgumentException("a reason has 1 to " + MAX_REASON + " characters");
    }
  }
}
