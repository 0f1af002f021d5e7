package org.securechat.connector;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The few threads that do all reading and writing of one activation. */
final class IoThreads {

  static final String NAME_PREFIX = "securechat-io-";

  private static final int DEFAULT_LIMIT = 4;
  private static final long STOP_SECONDS = 5;
  private static final AtomicInteger LAST_NUMBER = new AtomicInteger();

  private IoThreads() {}

  /**
   * Starts the threads, on the caller's: a thread inherits what its starter carries, and that must
   * be the deployer's context and not that of some call.
   *
   * @param threads 0 for as many as there are cores, four at most
   */
  static EventLoopGroup start(int threads) {
    int count =
        threads > 0 ? threads : Math.min(DEFAULT_LIMIT, Runtime.getRuntime().availableProcessors());
    ThreadFactory factory = IoThreads::newThread;
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(count, factory, NioIoHandler.newFactory());
    for (EventExecutor loop : group) {
      loop.execute(() -> {});
    }
    return group;
  }

  private static Thread newThread(Runnable task) {
    Thread thread = new FastThreadLocalThread(task, NAME_PREFIX + LAST_NUMBER.incrementAndGet());
    thread.setDaemon(true);
    thread.setContextClassLoader(IoThreads.class.getClassLoader());
    return thread;
  }

  /** Ends the threads and waits for it, but not for ever. What they still had open is closed. */
  static void stop(EventLoopGroup group) {
    group.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS);
    try {
      if (!group.awaitTermination(STOP_SECONDS + 1, TimeUnit.SECONDS)) {
        ConnectorLog.threadsLeft();
      }
      // Netty's "globalEventExecutor", which reports the end, ends a second later by itself.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
