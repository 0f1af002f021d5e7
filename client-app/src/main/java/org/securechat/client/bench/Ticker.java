package org.securechat.client.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Says every second how far a run has come, until it is closed. */
final class Ticker implements AutoCloseable {
  private final CountDownLatch over = new CountDownLatch(1);

  private Ticker() {}

  static Ticker start(Progress progress, Supplier<String> where) {
    Ticker ticker = new Ticker();
    Thread.ofPlatform()
        .name("securechat-bench-progress")
        .daemon()
        .start(() -> ticker.tick(progress, where));
    return ticker;
  }

  private void tick(Progress progress, Supplier<String> where) {
    try {
      while (!over.await(1, TimeUnit.SECONDS)) {
        progress.at(where.get());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    over.countDown();
  }
}
