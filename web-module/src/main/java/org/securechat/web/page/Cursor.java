package org.securechat.web.page;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.securechat.server.actor.AdministrationException;

/** A place in a list, in an opaque form: clients should not parse it. */
public final class Cursor {
  private static final int MAX_LENGTH = 1_000;

  private Cursor() {}

  /** What stands for a place in {@code next} and {@code after}. */
  public static String encode(String place) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(place.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The place that a client has sent back.
   *
   * @param after the query parameter; null if there is none
   * @throws AdministrationException {@code INVALID} if it cannot be one of ours
   */
  public static Optional<String> decode(String after) {
    if (after == null || after.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (after.length() <= MAX_LENGTH) {
        byte[] place = Base64.getUrlDecoder().decode(after);
        return Optional.of(new String(place, StandardCharsets.UTF_8));
      }
    } catch (IllegalArgumentException e) {
      // Refused below.
    }
    throw AdministrationException.invalid("after", "is not the 'next' of a previous page");
  }
}
