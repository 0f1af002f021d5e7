package org.securechat.server.ledger;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.securechat.server.ledger.Batch.PositionedLine;

/**
 * Answers the callers that wait, then tells the listeners. Listeners may be added from any thread.
 */
final class CommitAnnouncer {
  private final List<CommitListener> listeners = new CopyOnWriteArrayList<>();
  private volatile LedgerMeter meter = LedgerMeter.NONE;

  void add(CommitListener listener) {
    listeners.add(listener);
  }

  /** From any thread: who measures from now on. */
  void meter(LedgerMeter next) {
    meter = next;
  }

  /** The group has become durable by an orderly commit that began then. */
  void measure(int lines, long began) {
    if (lines > 0) {
      meter.committed(lines, System.nanoTime() - began);
    }
  }

  /** Lines that another server has written. */
  void announceRead(List<LedgerEntry> lines) {
    listeners.forEach(listener -> telling(() -> listener.read(lines)));
  }

  /** A room whose lines are found from now on. */
  void announceOpened(UUID roomId) {
    listeners.forEach(listener -> telling(() -> listener.opened(roomId)));
  }

  /** The same lines, before this server goes on behind them. */
  void announceFound(List<LedgerEntry> lines) {
    if (!lines.isEmpty()) {
      listeners.forEach(listener -> telling(() -> listener.found(lines)));
    }
  }

  void announce(Batch batch) {
    LedgerMeter measuring = meter;
    long now = System.nanoTime();
    batch.lines().forEach(line -> measuring.durable(now - line.pending().since()));
    List<CommittedLine> lines = batch.lines().stream().map(PositionedLine::appended).toList();
    for (int i = 0; i < lines.size(); i++) {
      batch.lines().get(i).pending().answer().complete(lines.get(i));
    }
    listeners.forEach(listener -> telling(() -> listener.committed(lines)));
  }

  private static void telling(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LedgerLog.listenerFailed(e);
    }
  }
}
