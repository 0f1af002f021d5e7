package org.securechat.server.limit;

import java.time.Duration;

/**
 * A bucket of tokens that refills steadily, one at each interval, up to its capacity. It begins
 * full. A clock that goes back refills nothing. Not thread-safe.
 */
public final class TokenBucket {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final long interval;
  private final long mostMissing;

  /** When the bucket was, or will be, full; in nanoseconds since the epoch. */
  private long fullAt = Long.MIN_VALUE;

  private long latest = Long.MIN_VALUE;

  /**
   * @param capacity most tokens at once
   * @param interval after which one more token is there
   */
  public TokenBucket(int capacity, Duration interval) {
    this.interval = interval.toNanos();
    this.mostMissing = (capacity - 1) * this.interval;
  }

  /**
   * Takes a token.
   *
   * @param nowMillis milliseconds since the epoch
   * @return false if there is none
   */
  public boolean tryTake(long nowMillis) {
    if (!hasToken(nowMillis)) {
      return false;
    }
    take(nowMillis);
    return true;
  }

  /** Whether there is a token. */
  public boolean hasToken(long nowMillis) {
    return missing(nowMillis) <= mostMissing;
  }

  /** When there is a token, in milliseconds since the epoch; now if there is one. */
  public long nextMillis(long nowMillis) {
    long wait = Math.max(0, missing(nowMillis) - mostMissing);
    return Math.ceilDiv(latest + wait, NANOS_PER_MILLI);
  }

  /** Takes a token even if there is none; then the bucket owes it. */
  public void take(long nowMillis) {
    fullAt = latest(nowMillis) + missing(nowMillis) + interval;
  }

  public boolean isFull(long nowMillis) {
    return missing(nowMillis) == 0;
  }

  /** How long it takes until the bucket is full. */
  private long missing(long nowMillis) {
    long now = latest(nowMillis);
    return fullAt <= now ? 0 : fullAt - now;
  }

  private long latest(long nowMillis) {
    latest = Math.max(latest, nowMillis * NANOS_PER_MILLI);
    return latest;
  }
}
