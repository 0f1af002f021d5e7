package org.securechat.connector.log;

/**
 * How often a failure of one kind is written with its stack trace: a database that is away fails
 * every request of every user, and the log must not fill the disk that the record needs. A burst,
 * then one each second. Thread-safe.
 */
final class FailureBudget {
  static final int BURST = 20;
  private static final long REFILL_NANOS = 1_000_000_000;

  private long left = BURST;
  private long refilledAt;
  private long leftOut;

  FailureBudget(long now) {
    this.refilledAt = now;
  }

  /**
   * Asks for one.
   *
   * @param now as {@link System#nanoTime} has it
   * @return how many were left out since the last one, or -1 if this one is left out, too
   */
  synchronized long take(long now) {
    long refill = (now - refilledAt) / REFILL_NANOS;
    if (refill > 0) {
      left = Math.min(BURST, left + refill);
      refilledAt += refill * REFILL_NANOS;
    }
    if (left == 0) {
      leftOut++;
      return -1;
    }
    left--;
    long before = leftOut;
    leftOut = 0;
    return before;
  }
}
