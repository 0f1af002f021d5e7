package org.securechat.protocol.evidence;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;

/**
 * Points in time as the protocol writes them: RFC 3339, UTC, milliseconds, always 24 characters
 * ({@code 2026-11-22T19:00:00.123Z}). Years 1970 to 9999. Thread-safe.
 */
public final class Timestamps {
  /** Characters of every timestamp. */
  public static final int LENGTH = 24;

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
          .withResolverStyle(ResolverStyle.STRICT)
          .withZone(ZoneOffset.UTC);

  private Timestamps() {}

  /**
   * What is finer than a millisecond is cut off.
   *
   * @throws IllegalArgumentException before 1970 or after 9999
   */
  public static String format(Instant time) {
    String text = FORMAT.format(time.truncatedTo(ChronoUnit.MILLIS));
    if (text.length() != LENGTH || time.isBefore(Instant.EPOCH)) {
      throw new IllegalArgumentException("time outside 1970 to 9999");
    }
    return text;
  }

  /**
   * Reads a timestamp (PROTOCOL.md §1).
   *
   * @throws EvidenceException for every text that {@link #format} does not return
   */
  public static Instant parse(String text) throws EvidenceException {
    if (text.length() != LENGTH) {
      throw new EvidenceException("timestamp is not of the form 2026-11-22T19:00:00.123Z");
    }
    try {
      Instant time = FORMAT.parse(text, Instant::from);
      if (!time.isBefore(Instant.EPOCH)) {
        return time;
      }
    } catch (DateTimeException e) {
      // Falls through to the one refusal.
    }
    throw new EvidenceException("timestamp is not of the form 2026-11-22T19:00:00.123Z");
  }

  /** Whether {@link #parse} would accept the text. */
  public static boolean isTimestamp(String text) {
    try {
      parse(text);
      return true;
    } catch (EvidenceException e) {
      return false;
    }
  }
}
