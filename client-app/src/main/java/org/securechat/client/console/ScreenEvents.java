package org.securechat.client.console;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What happens, one after another, for the one thread that the screen belongs to. Bounded: who is
 * faster than the screen waits for it, and what cannot be taken in even then is counted.
 * Thread-safe.
 */
final class ScreenEvents {
  private static final int MOST = 4_096;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(MOST);
  private final AtomicLong lost = new AtomicLong();
  private volatile Thread owner;
  private volatile boolean closed;

  /** The screen belongs to this thread. */
  void own() {
    owner = Thread.currentThread();
  }

  /** Has that done on the screen's thread, soon; at once if this is it. */
  void post(Runnable event) {
    if (Thread.currentThread().equals(owner)) {
      event.run();
      return;
    }
    try {
      // Nobody waits for a screen that is not there any more.
      if (!closed && !waiting.offer(event, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        lost.incrementAndGet();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for something to happen, and does all that has happened. */
  void take() throws InterruptedException {
    Runnable next = waiting.take();
    // As many as there is room for: then it is time for a picture.
    for (int done = 0; next != null && done < MOST; done++) {
      next.run();
      next = waiting.poll();
    }
    if (next != null) {
      next.run();
    }
  }

  /** How many things could not be taken in since this was asked the last time. */
  long takeLost() {
    return lost.getAndSet(0);
  }

  /** Takes nothing in any more. */
  void close() {
    closed = true;
    waiting.clear();
  }
}
