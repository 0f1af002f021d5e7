package org.securechat.connector;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Connections that are ready, in the order in which they are served: their owners take turns, and
 * the connections of one owner follow each other. So an owner with twenty connections has no more
 * turns than one with a single connection. Safe from any thread.
 *
 * @param <T> a connection
 */
final class Turns<T> {

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
