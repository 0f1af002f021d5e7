package org.securechat.client.console;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Whatever waits for the server or the disk, so that the screen never does: commands one after the
 * other, and beside them the lines that are fetched. Thread-safe.
 */
final class ScreenJobs implements AutoCloseable {
  private static final int MOST_WAITING = 100;

  private final Consumer<RuntimeException> failed;
  private final ThreadPoolExecutor commands = one("securechat-commands");
  private final ThreadPoolExecutor lines = one("securechat-lines");

  /**
   * No jobs yet.
   *
   * @param failed is told of a mistake of the program in a job
   */
  ScreenJobs(Consumer<RuntimeException> failed) {
    this.failed = failed;
  }

  private static ThreadPoolExecutor one(String name) {
    return new ThreadPoolExecutor(
        1,
        1,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(MOST_WAITING),
        work -> Thread.ofPlatform().daemon().name(name).unstarted(work));
  }

  /**
   * Does a command after those before it.
   *
   * @return false if too many wait already
   */
  boolean command(Runnable job) {
    return submit(commands, job);
  }

  /**
   * Fetches something after what was to be fetched before.
   *
   * @return false if too much waits already
   */
  boolean fetch(Runnable job) {
    return submit(lines, job);
  }

  private boolean submit(ThreadPoolExecutor thread, Runnable job) {
    try {
      thread.execute(() -> run(job));
      return true;
    } catch (RejectedExecutionException _) {
      return false;
    }
  }

  /** A mistake would otherwise be printed across the screen. */
  private void run(Runnable job) {
    try {
      job.run();
    } catch (RuntimeException e) {
      failed.accept(e);
    }
  }

  /** Ends what is being done, and does nothing more. */
  @Override
  public void close() {
    var _ = commands.shutdownNow();
    var _ = lines.shutdownNow();
  }
}
