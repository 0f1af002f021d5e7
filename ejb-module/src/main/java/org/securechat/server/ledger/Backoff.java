package org.securechat.server.ledger;

import java.time.Duration;

/** Pauses that double up to sixteenfold. Confined to one thread. */
final class Backoff {
  private static final int LONGEST = 16;

  private final long longest;
  private long next;

  Backoff(Duration first) {
    this.next = Math.max(1, first.toMillis());
    this.longest = next * LONGEST;
  }

  long nextMillis() {
    long pause = next;
    next = Math.min(longest, next * 2);
    return pause;
  }
}
