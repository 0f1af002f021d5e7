package org.securechat.client.connection;

import java.time.Duration;
import java.util.Random;

/**
 * How long to wait before the next attempt: twice as long each time up to a limit, and a random
 * half of it, so that the clients of a server that comes back do not all arrive at once.
 *
 * <p>Confined to one thread.
 */
public final class ReconnectBackoff {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Random random;
  private Duration next = FIRST;

  /** Starts with the shortest wait. */
  public ReconnectBackoff(Random random) {
    this.random = random;
  }

  /** The wait before the next attempt: 250 ms to 30 s. */
  public Duration next() {
    Duration whole = next;
    next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
    long half = whole.toMillis() / 2;
    return Duration.ofMillis(half + random.nextLong(half + 1));
  }
}
