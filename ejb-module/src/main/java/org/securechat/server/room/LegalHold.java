package org.securechat.server.room;

import java.time.Instant;
import java.util.Objects;

/**
 * While there is a legal hold on a room, no message in it is erased, whatever its retention is and
 * whichever user asks.
 *
 * @param since when it was placed on the room
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
