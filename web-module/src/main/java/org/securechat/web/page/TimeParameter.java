package org.securechat.web.page;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.securechat.server.actor.AdministrationException;

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
