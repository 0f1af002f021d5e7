package org.securechat.client.bot;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** How much a program may say: so many lines in any minute. Thread-safe. */
final class Allowance {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final int most;
  private final Clock clock;
  private final Deque<Instant> taken = new ArrayDeque<>();

  Allowance(int most, Clock clock) {
    this.most = most;
    this.clock = clock;
  }

  /** Takes one if there is one left. */
  synchronized boolean take() {
    Instant now = clock.instant();
    while (!taken.isEmpty() && !taken.getFirst().plus(MINUTE).isAfter(now)) {
      taken.removeFirst();
    }
    if (taken.size() >= most) {
      return false;
    }
    taken.addLast(now);
    return true;
  }
}
