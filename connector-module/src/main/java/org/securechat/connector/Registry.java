package org.securechat.connector;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The connections of one activation, from their first event to their last. */
final class Registry {

  private final Map<Long, PeerConnection> connections = new ConcurrentHashMap<>();

  void add(PeerConnection connection) {
    connections.put(connection.id(), connection);
  }

  /** The endpoint has been told that it is closed, or never will be. */
  void remove(PeerConnection connection) {
    connections.remove(connection.id());
  }

  /** Those of this moment. */
  Collection<PeerConnection> all() {
    return List.copyOf(connections.values());
  }

  boolean isEmpty() {
    return connections.isEmpty();
  }

  /** Whether everything that has arrived is done with. */
  boolean isIdle() {
    return connections.values().stream().allMatch(connection -> connection.mailbox().isIdle());
  }
}
