package org.securechat.client.moderation;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.securechat.protocol.application.Request;

/** Spans of time, as people type them. */
public final class Spans {
  private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,8})([smhd])");

  private Spans() {}

  /** A span of time such as {@code 90s}, {@code 10m}, {@code 2h} or {@code 7d}, if it is one. */
  public static Optional<Duration> of(String text) {
    Matcher form = SPAN.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(form.group(1));
    Duration span =
        switch (form.group(2)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        };
    return Optional.of(span).filter(one -> one.toSeconds() <= Request.Moderate.MAX_SECONDS);
  }
}
