package org.securechat.server.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The lines that wait for the writer, bounded in number and bytes. Thread-safe; one lock, so that a
 * line is either taken by the writer or handed back to the caller that closes the gate, never lost
 * between.
 */
final class AppendQueue {
  /** Nobody notices, and one look at the database serves several hints. */
  private static final long MOVED_MILLIS = 5;

  private enum Gate {
    OPEN,
    SUSPENDED,
    CLOSED
  }

  private final Queue<QueuedLine> waiting = new ArrayDeque<>();
  private final int maxEntries;
  private final long maxBytes;
  private final Set<UUID> moved = new LinkedHashSet<>();

  /** When they were taken last, as {@link System#nanoTime} has it. */
  private long lastMoved = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(MOVED_MILLIS);

  private long bytes;
  private Gate gate = Gate.OPEN;

  AppendQueue(int maxEntries, long maxBytes) {
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
  }

  /** Whether the line was taken in. */
  synchronized boolean offer(QueuedLine pending) {
    int size = pending.append().size();
    if (gate != Gate.OPEN || waiting.size() >= maxEntries || bytes + size > maxBytes) {
      return false;
    }
    waiting.add(pending);
    bytes += size;
    notifyAll();
    return true;
  }

  /** Another server has written to these rooms, or may have. */
  synchronized void moved(Collection<UUID> rooms) {
    if (gate != Gate.CLOSED) {
      moved.addAll(rooms);
      notifyAll();
    }
  }

  /**
   * The rooms to which others have written since the last call; none if that was a moment ago, so
   * that many servers that are busy are looked at together.
   */
  synchronized Set<UUID> takeMoved() {
    if (moved.isEmpty() || millisToMoved() > 0) {
      return Set.of();
    }
    Set<UUID> taken = Set.copyOf(moved);
    moved.clear();
    lastMoved = System.nanoTime();
    return taken;
  }

  private long millisToMoved() {
    return MOVED_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastMoved);
  }

  private boolean isMoved() {
    return !moved.isEmpty() && millisToMoved() <= 0;
  }

  /**
   * Waits for lines or for rooms that have moved, but not longer than that, and takes as many lines
   * as there are, up to a limit. None if none came, and at once when closed.
   */
  synchronized List<QueuedLine> take(int limit, long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long left = millis;
    while (waiting.isEmpty() && !isMoved() && gate != Gate.CLOSED && left > 0) {
      wait(moved.isEmpty() ? left : Math.max(1, Math.min(left, millisToMoved())));
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
    List<QueuedLine> taken = new ArrayList<>(Math.min(limit, waiting.size()));
    while (taken.size() < limit && !waiting.isEmpty()) {
      QueuedLine next = waiting.remove();
      bytes -= next.append().size();
      taken.add(next);
    }
    return taken;
  }

  /** Takes no more lines until {@link #resume}, and hands back those that wait. */
  synchronized List<QueuedLine> suspend() {
    if (gate == Gate.OPEN) {
      gate = Gate.SUSPENDED;
    }
    return clear();
  }

  synchronized void resume() {
    if (gate == Gate.SUSPENDED) {
      gate = Gate.OPEN;
    }
  }

  /** Takes no more lines, ever; what waits can still be taken. Returns whether it did before. */
  synchronized boolean close() {
    boolean first = gate != Gate.CLOSED;
    gate = Gate.CLOSED;
    notifyAll();
    return first;
  }

  /** Hands back what waits. */
  synchronized List<QueuedLine> clear() {
    List<QueuedLine> left = List.copyOf(waiting);
    waiting.clear();
    bytes = 0;
    return left;
  }

  synchronized int size() {
    return waiting.size();
  }

  synchronized long bytes() {
    return bytes;
  }

  synchronized boolean isOpen() {
    return gate == Gate.OPEN;
  }

  /** Whether no line waits, and none will come. */
  synchronized boolean isExhausted() {
    return gate == Gate.CLOSED && waiting.isEmpty();
  }

  synchronized boolean isClosed() {
    return gate == Gate.CLOSED;
  }

  /** Waits that long, or until closed. */
  synchronized void pause(long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long left = millis;
    while (gate != Gate.CLOSED && left > 0) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
  }

  /**
   * A line that waits for the writer, and whose caller waits for the answer.
   *
   * @param since when it was given to the ledger, as {@link System#nanoTime} has it
   */
  record QueuedLine(LineRequest append, CompletableFuture<CommittedLine> answer, long since) {
    QueuedLine(LineRequest append) {
      this(append, new CompletableFuture<>(), System.nanoTime());
    }

    void fail(RuntimeException reason) {
      answer.completeExceptionally(reason);
    }
  }
}
