package org.securechat.server.limit;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets few callers in at once and few wait, in the order in which they came, for a limited time.
 * All others are turned away at once, so that waiting uses up no threads. Thread-safe.
 */
public final class Gate {
  private final Semaphore places;
  private final Semaphore present;
  private final Duration patience;

  /**
   * @param places who may be inside
   * @param waiting who may wait
   */
  public Gate(int places, int waiting, Duration patience) {
    this.places = new Semaphore(places, true);
    this.present = new Semaphore(places + waiting);
    this.patience = patience;
  }

  /** Returns whether the caller is inside, and then has to {@link #leave}. */
  public boolean enter() {
    if (!present.tryAcquire()) {
      return false;
    }
    boolean inside = false;
    try {
      inside = places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!inside) {
        present.release();
      }
    }
    return inside;
  }

  public void leave() {
    places.release();
    present.release();
  }
}
