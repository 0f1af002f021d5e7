package org.securechat.server.delivery;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;
import org.securechat.server.ServerLog;

/**
 * One thread that runs tasks in the order in which they came. Its queue is bounded: {@link #submit}
 * waits while it is full. Every task is either run or abandoned. Thread-safe.
 */
final class DeliveryThread {

  static final int QUEUE = 8192;

  /** What is delivered first does not wait for more than this to be delivered after it. */
  private static final int MOST_IN_A_ROW = 32;

  /** Something that runs between two other tasks. */
  @FunctionalInterface
  interface Task {
    void run();

    /** Called in place of {@link #run} when the thread ends before the task's turn. */
    default void abandon() {}
  }

  private final BlockingQueue<Task> tasks = new ArrayBlockingQueue<>(QUEUE);

  private final Runnable pause;
  private int sincePause;

  private volatile Thread thread;
  private volatile boolean stopped;

  /** When the present task began, as System.nanoTime has it; 0 between tasks. */
  private volatile long busySince;

  /**
   * A thread that is not started yet.
   *
   * @param pause run on it when no task waits, and between two tasks after every {@value
   *     #MOST_IN_A_ROW} of them
   */
  DeliveryThread(Runnable pause) {
    this.pause = pause;
  }

  void start(ThreadFactory threads) {
    thread = threads.newThread(this::runTasks);
    thread.setName("securechat-delivery");
    thread.start();
  }

  /**
   * Ends the thread after its present task, which is not interrupted. What still waits is
   * abandoned.
   */
  void stop() {
    stopped = true;
    if (thread == null) {
      abandonAll();
    } else {
      // For a thread that waits for a task; one whose queue is full does not.
      tasks.offer(() -> {});
    }
  }

  void submit(Task task) {
    try {
      tasks.put(task);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      task.abandon();
      return;
    }
    if (stopped) {
      abandonAll();
    }
  }

  private void runTasks() {
    try {
      while (!stopped && !Thread.currentThread().isInterrupted()) {
        runNext();
      }
    } finally {
      stopped = true;
      abandonAll();
    }
  }

  private void runNext() {
    try {
      Task task = next();
      busySince = System.nanoTime() | 1; // Never 0.
      task.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      ServerLog.deliveryFailed(e);
    } finally {
      busySince = 0;
    }
  }

  private Task next() throws InterruptedException {
    Task waiting = sincePause < MOST_IN_A_ROW ? tasks.poll() : null;
    if (waiting != null) {
      sincePause++;
      return waiting;
    }
    pause.run();
    sincePause = 1;
    return tasks.take();
  }

  private void abandonAll() {
    for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
      task.abandon();
    }
  }

  boolean isAlive() {
    Thread running = thread;
    return running != null && running.isAlive();
  }

  /** How long the present task has been running; zero between tasks. */
  Duration busyFor() {
    long since = busySince;
    return since == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
  }

  int waiting() {
    return tasks.size();
  }
}
