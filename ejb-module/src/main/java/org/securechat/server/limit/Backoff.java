package org.securechat.server.limit;

import java.time.Duration;

/** Pauses that double up to sixteenfold. Confined to one thread. */
public final class Backoff {
  private static final int LONGEST = 16;

  private final long longest;
  private long next;

  public Backoff(Duration first) {
    this.next = Math.max(1, first.toMillis());
    this.longest = next * LONGEST;
  }

  /** How long to wait now; the next time twice as long, up to the limit. */
  public long nextMillis() {
    long pause = next;
    next = Math.min(longest, next * 2);
    return pause;
  }
}
