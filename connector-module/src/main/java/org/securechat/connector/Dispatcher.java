package org.securechat.connector;

import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The queue of connections that are ready, and the workers that serve it.
 *
 * <p>A server's work manager queues without bound and an endpoint pool refuses without waiting, so
 * the bounds are kept here: a connection is in the queue at most once, and there are never more
 * workers than the activation's concurrency. A worker lives while there is something to do; silent
 * connections hold no thread. Whose connections these are take {@link Turns}; a connection that has
 * had its batch goes to the end of the queue.
 */
final class Dispatcher {

  private static final long RETRY_MILLIS = 100;
  private static final int MAX_RETRIES = 50;

  private final WorkManager workManager;
  private final EndpointPool endpoints;
  private final int concurrency;
  private final Registry registry;
  private final Counters counters;

  private final Turns<PeerConnection> ready = new Turns<>();
  private final AtomicInteger workers = new AtomicInteger();
  private volatile boolean stopping;

  Dispatcher(
      WorkManager workManager,
      EndpointPool endpoints,
      int concurrency,
      Registry registry,
      Counters counters) {
    this.workManager = workManager;
    this.endpoints = endpoints;
    this.concurrency = concurrency;
    this.registry = registry;
    this.counters = counters;
  }

  /** Queues a connection whose mailbox has said "schedule". */
  void submit(PeerConnection connection) {
    ready.add(connection.owner(), connection);
    startWorker(connection);
  }

  /** The next connection to serve, or null. */
  PeerConnection next() {
    return ready.poll();
  }

  /** Queues a connection again, behind all others of its owner. */
  void requeue(PeerConnection connection) {
    ready.add(connection.owner(), connection);
  }

  private void startWorker(PeerConnection retryOn) {
    int running = workers.get();
    while (running < concurrency) {
      if (workers.compareAndSet(running, running + 1)) {
        schedule(retryOn);
        return;
      }
      running = workers.get();
    }
  }

  private void schedule(PeerConnection retryOn) {
    try {
      workManager.scheduleWork(new Worker(this, endpoints, registry, counters));
    } catch (WorkException e) {
      workers.decrementAndGet();
      ConnectorLog.workRejected(e);
      later(retryOn, () -> startWorker(retryOn));
    }
  }

  /** A worker has found nothing more to do. */
  void workerEnded() {
    workers.decrementAndGet();
    // Something may have been queued after the worker looked and before it was counted out.
    PeerConnection waiting = ready.peek();
    if (waiting != null) {
      startWorker(waiting);
    }
  }

  /**
   * No endpoint can be had for this connection now. It is queued again in a moment, or given up if
   * that has gone on for too long.
   */
  void postpone(PeerConnection connection) {
    if (stopping) {
      giveUp(connection);
    } else if (connection.refused() > MAX_RETRIES) {
      ConnectorLog.endpointUnavailable(connection.id());
      giveUp(connection);
    } else {
      later(connection, () -> submit(connection));
    }
  }

  private void giveUp(PeerConnection connection) {
    connection.abort();
    registry.remove(connection);
  }

  private void later(PeerConnection connection, Runnable action) {
    try {
      var _ =
          connection.channel().eventLoop().schedule(action, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      registry.remove(connection); // The adapter has stopped.
    }
  }

  /** How many connections wait for a worker, roughly. */
  int queuedConnections() {
    return ready.size();
  }

  /** How many workers there are. */
  int activeCalls() {
    return workers.get();
  }

  /** From now on nothing is tried again. */
  void stop() {
    stopping = true;
  }

  boolean stopping() {
    return stopping;
  }

  /** Whether no worker runs and nothing waits for one. */
  boolean isIdle() {
    return workers.get() == 0 && ready.size() == 0;
  }

  /**
   * Connections that are ready, in the order in which they are served: their owners take turns, and
   * the connections of one owner follow each other. So an owner with twenty connections has no more
   * turns than one with a single connection. Safe from any thread.
   *
   * @param <T> a connection
   */
  static final class Turns<T> {

    /** Owners that have something ready; the first is the next to have a turn. */
    private final Map<Object, Queue<T>> waiting = new LinkedHashMap<>();

    private int size;

    /** Puts a connection behind those of its owner. */
    synchronized void add(Object owner, T connection) {
      waiting.computeIfAbsent(owner, _ -> new ArrayDeque<>(2)).add(connection);
      size++;
    }

    /** Takes the next one; null if there is none. Its owner's next turn comes after all others'. */
    synchronized T poll() {
      Iterator<Map.Entry<Object, Queue<T>>> owners = waiting.entrySet().iterator();
      if (!owners.hasNext()) {
        return null;
      }
      Map.Entry<Object, Queue<T>> first = owners.next();
      Object owner = first.getKey();
      Queue<T> connections = first.getValue();
      owners.remove();
      T next = connections.remove();
      size--;
      if (!connections.isEmpty()) {
        waiting.put(owner, connections);
      }
      return next;
    }

    /** The next one, which stays; null if there is none. */
    synchronized T peek() {
      return waiting.isEmpty() ? null : waiting.values().iterator().next().element();
    }

    synchronized int size() {
      return size;
    }
  }
}
