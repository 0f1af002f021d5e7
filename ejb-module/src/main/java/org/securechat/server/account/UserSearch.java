package org.securechat.server.account;

import java.util.Objects;
import java.util.Optional;
import org.securechat.protocol.name.Names;

/**
 * Which accounts are wanted, a page at a time, in order of username.
 *
 * @param after the last username of the previous page, or the empty string
 * @param limit at most that many, 1 to {@value #MAX_LIMIT}
 * @param text part of the username, in any case; no character of it has a special meaning
 * @param state only accounts in this state
 */
public record UserSearch(
    String after, int limit, Optional<String> text, Optional<AccountState> state) {
  /** Accounts on one page. */
  public static final int MAX_LIMIT = 1_000;

  private static final char ESCAPE = '!';

  /**
   * @throws IllegalArgumentException for a limit out of bounds
   */
  public UserSearch {
    Objects.requireNonNull(after);
    Objects.requireNonNull(text);
    Objects.requireNonNull(state);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT);
    }
  }

  /** For {@code LIKE … ESCAPE '!'}: the text anywhere, or everything. */
  String pattern() {
    StringBuilder pattern = new StringBuilder("%");
    for (char c : Names.lowerCase(text.orElse("")).toCharArray()) {
      if (c == ESCAPE || c == '%' || c == '_') {
        pattern.append(ESCAPE);
      }
      pattern.append(c);
    }
    return pattern.append('%').toString();
  }
}
