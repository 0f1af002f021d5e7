package org.securechat.web.page;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.evidence.LineRange;

/**
 * A moment in a query: a time as in RFC 3339, which has its zone in it, or a date, which is one of
 * UTC.
 */
public final class TimeParameter {
  private static final String DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

  private TimeParameter() {}

  /**
   * From when on; a date from its first moment on.
   *
   * @param text null if the parameter is absent
   * @throws AdministrationException {@code INVALID}
   */
  public static Optional<Instant> from(String field, String text) {
    return read(field, text, 0);
  }

  /**
   * Before when; a date up to its last moment.
   *
   * @param text null if the parameter is absent
   * @throws AdministrationException {@code INVALID}
   */
  public static Optional<Instant> before(String field, String text) {
    return read(field, text, 1);
  }

  /** The lines between two times, as {@code since} and {@code until} say them. */
  public static LineRange range(String since, String until) {
    return LineRange.times(from("since", since), before("until", until));
  }

  /** The lines that a request names by {@code from} and {@code to}, or by two times. */
  public static LineRange range(Long from, Long to, String since, String until) {
    return new LineRange(
        position(from), position(to), from("since", since), before("until", until));
  }

  private static OptionalLong position(Long given) {
    return given == null ? OptionalLong.empty() : OptionalLong.of(given);
  }

  private static Optional<Instant> read(String field, String text, int days) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          text.matches(DATE)
              ? LocalDate.parse(text).plusDays(days).atStartOfDay(ZoneOffset.UTC).toInstant()
              : OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      throw AdministrationException.invalid(
          field,
          field
              + " is a date, such as 2026-11-22, or a time as in RFC 3339, such as"
              + " 2026-11-22T19:00:00Z");
    }
  }
}
