package org.securechat.server.delivery;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A delivery thread for the time of one test. */
public final class RunningDelivery implements BeforeEachCallback, AfterEachCallback {
  private final Delivery delivery = new Delivery((ThreadFactory) Thread::new);

  public Delivery delivery() {
    return delivery;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    delivery.start();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    delivery.stop();
  }

  /** Waits until everything submitted so far has run. */
  public void settled() {
    CountDownLatch done = new CountDownLatch(1);
    delivery.submit(done::countDown);
    try {
      if (!done.await(5, TimeUnit.SECONDS)) {
        throw new AssertionError("the delivery thread did not get to it within 5 s");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
