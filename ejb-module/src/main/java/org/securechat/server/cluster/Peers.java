package org.securechat.server.cluster;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The other servers of the cluster, as this one sees them. No two clocks are compared: a server
 * lives as long as it changes its row, and is dead when it has not for the time of a lease by the
 * clock of the one that looks. Changed by one thread, read by any.
 */
final class Peers {
  private final UUID self;
  private final Duration lease;
  private final LongSupplier nanoTime;
  private final Map<UUID, Seen> seen = new HashMap<>();
  private volatile Set<UUID> ids = Set.of();
  private volatile List<InetSocketAddress> addresses = List.of();

  /** A server, and since when it has been as it is. */
  private record Seen(ClusterNode node, InetSocketAddress address, long since) {}

  /**
   * What is different from the last look.
   *
   * @param appeared servers that were not there
   * @param left servers that are gone
   * @param dead servers that are there, and give no sign of life
   */
  record Change(List<ClusterNode> appeared, List<ClusterNode> left, List<ClusterNode> dead) {
    boolean isEmpty() {
      return appeared.isEmpty() && left.isEmpty() && dead.isEmpty();
    }
  }

  Peers(UUID self, Duration lease, LongSupplier nanoTime) {
    this.self = self;
    this.lease = lease;
    this.nanoTime = nanoTime;
  }

  Change look(Collection<ClusterNode> stored) {
    long now = nanoTime.getAsLong();
    Change change = new Change(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Map<UUID, ClusterNode> others =
        stored.stream()
            .filter(node -> !node.id().equals(self))
            .collect(Collectors.toMap(ClusterNode::id, node -> node));
    for (ClusterNode node : others.values()) {
      Seen before = seen.get(node.id());
      if (before == null) {
        change.appeared().add(node);
      }
      if (before == null || before.node().beats() != node.beats()) {
        InetSocketAddress address =
            before == null ? new InetSocketAddress(node.host(), node.port()) : before.address();
        seen.put(node.id(), new Seen(node, address, now));
      } else if (now - before.since() > lease.toNanos()) {
        change.dead().add(node);
      }
    }
    for (Seen each : List.copyOf(seen.values())) {
      if (!others.containsKey(each.node().id())) {
        change.left().add(each.node());
        seen.remove(each.node().id());
      }
    }
    ids = Set.copyOf(seen.keySet());
    addresses =
        seen.values().stream()
            .map(Seen::address)
            .filter(address -> !address.isUnresolved())
            .toList();
    return change;
  }

  boolean contains(UUID id) {
    return ids.contains(id);
  }

  /** Where to send what all of them are told. */
  List<InetSocketAddress> addresses() {
    return addresses;
  }

  int count() {
    return ids.size();
  }
}
