package org.securechat.client.text;

import java.time.Duration;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.SafeText;

/** Says that there is no connection, why, and when the next attempt is made. */
public final class Waiting {
  private Waiting() {}

  /**
   * One line.
   *
   * @param why empty if the user knows it already
   */
  public static String words(Optional<ClientException> why, Duration wait) {
    String next = "next attempt in " + seconds(wait);
    return why.map(problem -> SafeText.of(problem.getMessage()) + "; " + next)
        .orElse("no connection; " + next);
  }

  /** Rounded up, since a wait of no seconds would be none. */
  private static String seconds(Duration wait) {
    return Math.max(1, (wait.toMillis() + 999) / 1000) + " s";
  }
}
