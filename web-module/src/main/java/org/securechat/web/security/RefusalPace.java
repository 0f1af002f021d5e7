package org.securechat.web.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets a refused login wait for a moment before it is told, so that a program that tries without
 * end on the connections that one address may have takes little of the processor from those who are
 * right. Only so many wait as leave threads for others; what is beyond is told at once.
 * Thread-safe.
 */
@ApplicationScoped
public class RefusalPace {
  /** One address may have as many connections, and the container three times as many threads. */
  private static final int WAITING = 64;

  private static final Duration WAIT = Duration.ofMillis(250);

  private final Semaphore places;
  private final Duration wait;

  public RefusalPace() {
    this(WAITING, WAIT);
  }

  RefusalPace(int waiting, Duration wait) {
    this.places = new Semaphore(waiting);
    this.wait = wait;
  }

  /** Waits if there is a place. Returns whether it has waited. */
  public boolean await() {
    if (!places.tryAcquire()) {
      return false;
    }
    try {
      TimeUnit.NANOSECONDS.sleep(wait.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      places.release();
    }
    return true;
  }
}
