package org.securechat.server;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Work that is repeated on a thread of its own until it is stopped. The container's scheduler would
 * set its context up for each run, which it refuses once it has begun to take the application down,
 * and it logs that as a failure; a managed thread has its context from its start on. Thread-safe.
 */
public final class PeriodicTask {
  private final ScheduledThreadPoolExecutor executor;

  private PeriodicTask(ScheduledThreadPoolExecutor executor) {
    this.executor = executor;
  }

  /**
   * Begins.
   *
   * @param work ends the repetition by an exception
   * @param firstMillis until the first run begins
   * @param pauseMillis between the end of a run and the next
   */
  public static PeriodicTask start(
      ManagedThreadFactory threads, Runnable work, long firstMillis, long pauseMillis) {
    ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, threads);
    var _ = executor.scheduleWithFixedDelay(work, firstMillis, pauseMillis, TimeUnit.MILLISECONDS);
    return new PeriodicTask(executor);
  }

  /** Lets a run that has begun come to its end, and begins no other. */
  public void stop() {
    executor.shutdown();
  }
}
