package org.securechat.connector;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Connections over a limit: the log tells how many there were, at most once a second. */
final class Rejections {

  private final AtomicLong count = new AtomicLong();

  /** One more. Safe from any thread. */
  void add(EventExecutor executor) {
    if (count.getAndIncrement() == 0) {
      var _ = executor.schedule(this::report, 1, TimeUnit.SECONDS);
    }
  }

  private void report() {
    ConnectorLog.connectionsRejected(count.getAndSet(0));
  }
}
