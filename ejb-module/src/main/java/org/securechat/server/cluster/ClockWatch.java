package org.securechat.server.cluster;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How far this server's clock is from the database's, which all servers of a cluster have. Looked
 * at by one thread, asked for by any.
 */
final class ClockWatch {
  /** More than the way to the database and back explains. */
  static final Duration TOLERATED = Duration.ofSeconds(10);

  private final Clock clock;
  private final Supplier<Instant> database;
  private final Consumer<Duration> report;
  private volatile Duration ahead = Duration.ZERO;

  /**
   * @param clock this server's
   * @param database asks the database what time it is
   * @param report is told by how much this server's clock is ahead, when that becomes more than is
   *     tolerated
   */
  ClockWatch(Clock clock, Supplier<Instant> database, Consumer<Duration> report) {
    this.clock = clock;
    this.database = database;
    this.report = report;
  }

  /** Asks the database. */
  void look() {
    Instant before = clock.instant();
    Instant there = database.get();
    Instant after = clock.instant();
    boolean wasOff = isOff();
    ahead = Duration.between(there, before.plus(Duration.between(before, after).dividedBy(2)));
    if (isOff() && !wasOff) {
      report.accept(ahead);
    }
  }

  /** By how much this server's clock is ahead; negative if it is behind. */
  Duration ahead() {
    return ahead;
  }

  private boolean isOff() {
    return ahead.abs().compareTo(TOLERATED) > 0;
  }
}
