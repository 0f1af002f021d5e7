package org.securechat.server.account;

import java.time.Clock;
import java.util.Map;
import org.securechat.server.limit.LruMap;

/**
 * Exponential back-off for each account. The first few failures cost nothing; from then on the next
 * attempt has to wait, twice as long after every failure up to a limit, and only one attempt at a
 * time is let through. A success forgives all, and so does a long enough silence. Thread-safe.
 */
final class AccountBackOff {
  static final int FREE_FAILURES = 5;
  static final long FIRST_WAIT_MILLIS = 1_000;
  static final long LONGEST_WAIT_MILLIS = 15 * 60_000;
  static final long FORGET_MILLIS = 60 * 60_000;

  private final Clock clock;
  private final Map<String, Count> counts;

  /**
   * @param maxAccounts remembered at most; the one untouched for longest is forgotten first
   */
  AccountBackOff(Clock clock, int maxAccounts) {
    this.clock = clock;
    this.counts = new LruMap<>(maxAccounts);
  }

  /** Whether an attempt may be made now; if so, one of the three verdicts follows. */
  synchronized boolean begin(String account) {
    Count count = counts.computeIfAbsent(account, _ -> new Count());
    long now = clock.millis();
    if (count.failures > 0 && now - count.lastFailure >= FORGET_MILLIS) {
      count.failures = 0;
    }
    if (count.failures >= FREE_FAILURES
        && (count.underWay > 0 || now < count.lastFailure + count.waitMillis())) {
      return false;
    }
    count.underWay++;
    return true;
  }

  synchronized void failed(String account) {
    Count count = counts.computeIfAbsent(account, _ -> new Count());
    count.end();
    count.failures++;
    count.lastFailure = clock.millis();
  }

  synchronized void succeeded(String account) {
    Count count = counts.computeIfAbsent(account, _ -> new Count());
    count.end();
    count.failures = 0;
    dropIfBlank(account, count);
  }

  synchronized void abandoned(String account) {
    Count count = counts.computeIfAbsent(account, _ -> new Count());
    count.end();
    dropIfBlank(account, count);
  }

  synchronized int size() {
    return counts.size();
  }

  private void dropIfBlank(String account, Count count) {
    if (count.failures == 0 && count.underWay == 0) {
      counts.remove(account);
    }
  }

  private static final class Count {
    private int failures;
    private long lastFailure;
    private int underWay;

    /** An account may have been forgotten and met again while an attempt was under way. */
    void end() {
      underWay = Math.max(0, underWay - 1);
    }

    long waitMillis() {
      int doublings = Math.min(failures - FREE_FAILURES, 30);
      return Math.min(FIRST_WAIT_MILLIS << doublings, LONGEST_WAIT_MILLIS);
    }
  }
}
