package org.securechat.connector;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The few threads that do all reading and writing of one activation. */
final class IoThreads {

  static final String NAME_PREFIX = "securechat-io-";

  private static final int DEFAULT_LIMIT = 4;
  private static final long STOP_SECONDS = 5;
  private static final AtomicInteger LAST_NUMBER = new AtomicInteger();

  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final EventLoopGroup group;

  /**
   * Starts the threads, on the caller's: a thread inherits what its starter carries, and that must
   * be the deployer's context and not that of some call.
   *
   * @param count 0 for as many as there are cores, four at most
   */
  IoThreads(int count) {
    int cores = Runtime.getRuntime().availableProcessors();
    ThreadFactory factory = this::newThread;
    group =
        new MultiThreadIoEventLoopGroup(
            count > 0 ? count : Math.min(DEFAULT_LIMIT, cores), factory, NioIoHandler.newFactory());
    awaitQueuedTasks();
  }

  private Thread newThread(Runnable task) {
    Thread thread = new FastThreadLocalThread(task, NAME_PREFIX + LAST_NUMBER.incrementAndGet());
    thread.setDaemon(true);
    thread.setContextClassLoader(IoThreads.class.getClassLoader());
    threads.add(thread);
    return thread;
  }

  /**
   * Frees the caller's thread of what Netty has stored in it. A thread of the server's that opens
   * or ends an activation outlives the application, and would keep all of its classes.
   */
  static void clearThreadLocals() {
    FastThreadLocal.removeAll();
  }

  EventLoopGroup group() {
    return group;
  }

  /** Waits until every thread has done what it had to do at this moment. */
  void awaitQueuedTasks() {
    group.forEach(loop -> loop.submit(() -> {}).awaitUninterruptibly());
  }

  /**
   * Ends the threads and waits for it, but not for ever. What they still had open is closed.
   * Netty's {@code globalEventExecutor}, which reports the end, ends by itself a second later.
   */
  void stop() {
    var _ = group.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS + 1);
    try {
      for (Thread thread : threads) {
        thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (threads.stream().anyMatch(Thread::isAlive)) {
      ConnectorLog.threadsLeft();
    }
  }
}
