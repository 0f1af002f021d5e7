package org.securechat.server.limit;

import java.time.Duration;
import java.util.Locale;

/**
 * The kinds of heavy work that peers can ask for. Each has a lane of its own, so that none waits
 * for another and all together leave the workers free (ADR 0040).
 */
public enum LaneKind {
  /** Receipts read and verify many lines: seconds for a long room. */
  RECEIPTS(new LaneBounds(2, 1, 512, 16, Duration.ofSeconds(30)), true),
  /** Pages of transcripts, lists of rooms and members. */
  READING(new LaneBounds(4, 2, 2_048, 128, Duration.ofSeconds(10)), true),
  /** Members' searches: seconds for a long room, one after the other for each user. */
  SEARCHES(new LaneBounds(2, 1, 64, 4, Duration.ofSeconds(10)), true),
  /** Registration and login, by the certificate that asks. */
  ACCOUNTS(new LaneBounds(4, 2, 2_048, 256, Duration.ofSeconds(10)), false),
  /** Parts of files, one after the other for each user: a long file must not be felt by others. */
  FILES(new LaneBounds(2, 1, 32, 8, Duration.ofSeconds(30)), false),
  /** Examining whole files, by their hash and by the scanner of the operator. */
  FILE_CHECKS(new LaneBounds(2, 1, 256, 16, Duration.ofMinutes(10)), false),
  /** What waits for the commit of its line or row. */
  CHANGES(new LaneBounds(8, 2, 2_048, 128, Duration.ofSeconds(30)), false);

  @SuppressWarnings("ImmutableEnumChecker") // A record of numbers and a duration.
  private final LaneBounds bounds;

  private final boolean reading;

  LaneKind(LaneBounds bounds, boolean reading) {
    this.bounds = bounds;
    this.reading = reading;
  }

  public LaneBounds bounds() {
    return bounds;
  }

  /** Whether the work is for its answer alone, so that there is no need of it without a peer. */
  public boolean isReading() {
    return reading;
  }

  /** As refusals and metrics have it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
