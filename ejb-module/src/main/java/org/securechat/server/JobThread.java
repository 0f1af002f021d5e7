package org.securechat.server;

import java.time.Duration;

/** What all jobs do with their thread when they stop. */
public final class JobThread {
  private JobThread() {}

  /**
   * Waits until a thread that was told to end has done so. An interrupt ends the waiting, and is
   * kept.
   *
   * @param thread null if there was none
   */
  public static void awaitEnd(Thread thread, Duration limit) {
    if (thread == null) {
      return;
    }
    try {
      thread.join(limit.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
