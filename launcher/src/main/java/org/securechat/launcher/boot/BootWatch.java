package org.securechat.launcher.boot;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A limit for the boot of Payara Micro, which waits for its own services without one. A boot that
 * does not end within it never will: what its threads wait for is written down, and the process
 * ends, so that whatever supervises it can start it again. Nothing of the application is open yet.
 *
 * <p>Safe for use by several threads.
 */
public final class BootWatch {

  private final CountDownLatch booted = new CountDownLatch(1);
  private final Duration limit;
  private final PrintStream err;
  private final Runnable onLimit;

  private BootWatch(Duration limit, PrintStream err, Runnable onLimit) {
    this.limit = limit;
    this.err = err;
    this.onLimit = onLimit;
  }

  /**
   * Watches from now on, until it is told that the boot is over.
   *
   * @param limit for the boot
   * @param err where to say that it was passed, with the stacks of all threads
   * @param onLimit ends the process; what the boot waits for must not be able to hold this up
   */
  public static BootWatch begin(Duration limit, PrintStream err, Runnable onLimit) {
    BootWatch watch = new BootWatch(limit, err, onLimit);
    Thread.ofPlatform().daemon().name("securechat-boot-watch").start(watch::await);
    return watch;
  }

  /** The boot is over, in whichever way; a second call changes nothing. */
  public void end() {
    booted.countDown();
  }

  private void await() {
    try {
      if (booted.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    Thread.getAllStackTraces().forEach(this::print);
    err.println(
        "securechat: Payara Micro did not boot within "
            + limit.toSeconds()
            + " seconds; above is what its threads were waiting for. Start it again.");
    err.flush();
    onLimit.run();
  }

  private void print(Thread thread, StackTraceElement[] stack) {
    StringBuilder text = new StringBuilder();
    text.append('"').append(thread.getName()).append("\" ").append(thread.getState());
    for (StackTraceElement element : stack) {
      text.append(System.lineSeparator()).append("    at ").append(element);
    }
    err.println(text);
  }
}
