package org.securechat.client.command.options;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The time that a person has asked for, as instants.
 *
 * @param since from then on; empty for the beginning
 * @param until before that; empty for the end
 * @param zone in which dates were read and times are shown
 */
public record TimeRange(Optional<Instant> since, Optional<Instant> until, ZoneId zone) {
  private static final String DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

  /** No limit at either side. */
  public static TimeRange all(ZoneId zone) {
    return new TimeRange(Optional.empty(), Optional.empty(), zone);
  }

  /**
   * Reads what a person has typed: dates of a zone, or dates with time and offset.
   *
   * @param since null for none; a date counts from its beginning
   * @param until null for none; a date counts to its end
   * @throws IllegalArgumentException with a sentence about what is wrong
   */
  public static TimeRange read(String since, String until, ZoneId zone) {
    TimeRange range =
        new TimeRange(
            Optional.ofNullable(since).map(text -> instant("--since", text, 0, zone)),
            Optional.ofNullable(until).map(text -> instant("--until", text, 1, zone)),
            zone);
    if (range.since.isPresent()
        && range.until.isPresent()
        && !range.since.get().isBefore(range.until.get())) {
      throw new IllegalArgumentException(
          "--until " + until + " is not after --since " + since + ": " + range.words());
    }
    return range;
  }

  private static Instant instant(String option, String text, int days, ZoneId zone) {
    try {
      return text.matches(DATE)
          ? LocalDate.parse(text).plusDays(days).atStartOfDay(zone).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          option
              + " '"
              + text
              + "' is no date, such as 2026-11-01, and no time with its offset, such as"
              + " 2026-11-01T09:00:00+01:00");
    }
  }

  public boolean isLimited() {
    return since.isPresent() || until.isPresent();
  }

  /** As the administration interface takes it; a side without a limit is null. */
  public Map<String, String> query() {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("since", since.map(Instant::toString).orElse(null));
    query.put("until", until.map(Instant::toString).orElse(null));
    return query;
  }

  public boolean contains(Instant time) {
    return since.filter(time::isBefore).isEmpty() && until.filter(u -> !time.isBefore(u)).isEmpty();
  }

  /** Which instants these are, in the zone and in UTC, for a person to check. */
  public String words() {
    if (!isLimited()) {
      return "all times";
    }
    return since.map(time -> "from " + words(time)).orElse("from the beginning")
        + until.map(time -> " to before " + words(time)).orElse(" to the end")
        + " (zone "
        + zone
        + ")";
  }

  private String words(Instant time) {
    String here = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(zone));
    return here.endsWith("Z") ? here : here + " = " + time;
  }
}
