package org.securechat.server.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * To whom something is queued and not yet being written: several messages in a row to one
 * connection are one write, and each thread that writes is woken once for all of its connections.
 * Confined to the delivery thread.
 */
final class Unflushed {
  private final Set<SecureConnection> known = new HashSet<>();
  private final Map<Executor, List<SecureConnection>> byWriter = new HashMap<>();

  void add(SecureConnection connection) {
    if (known.add(connection)) {
      byWriter.computeIfAbsent(connection.writer(), _ -> new ArrayList<>()).add(connection);
    }
  }

  /** Has all of it written. */
  void flush() {
    byWriter.forEach(Unflushed::flush);
    byWriter.clear();
    known.clear();
  }

  private static void flush(Executor writer, List<SecureConnection> connections) {
    try {
      writer.execute(() -> connections.forEach(SecureConnection::flushNow));
    } catch (RejectedExecutionException _) {
      // The adapter has stopped, and the connections are closed with it.
    }
  }
}
