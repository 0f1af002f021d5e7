package org.securechat.server.ledger;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells whoever waits, then whoever listens. Listeners may be added from any thread. */
final class CommitAnnouncer {
  private final List<CommitListener> listeners = new CopyOnWriteArrayList<>();

  void add(CommitListener listener) {
    listeners.add(listener);
  }

  void announce(Batch batch) {
    List<Appended> lines = batch.lines().stream().map(Placed::appended).toList();
    for (int i = 0; i < lines.size(); i++) {
      batch.lines().get(i).pending().answer().complete(lines.get(i));
    }
    for (CommitListener listener : listeners) {
      try {
        listener.committed(lines);
      } catch (RuntimeException e) {
        LedgerLog.listenerFailed(e);
      }
    }
  }
}
