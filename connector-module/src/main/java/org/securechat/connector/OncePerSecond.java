package org.securechat.connector;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Counts what an attacker or a mistake can make happen very often, so that the log tells how often
 * it was, at most once a second. Thread-safe.
 */
final class OncePerSecond {

  private final AtomicLong count = new AtomicLong();

  /**
   * One more.
   *
   * @param report told within a second how many there were, if this is the first of them
   */
  void add(EventExecutor executor, LongConsumer report) {
    if (count.getAndIncrement() == 0) {
      var _ = executor.schedule(() -> report.accept(count.getAndSet(0)), 1, TimeUnit.SECONDS);
    }
  }
}
