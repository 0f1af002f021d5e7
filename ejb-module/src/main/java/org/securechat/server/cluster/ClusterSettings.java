package org.securechat.server.cluster;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether this server is one of several, and how it hears from the others.
 *
 * @param name of the cluster; empty for a server that is alone
 * @param host where the others reach this server, a name or an address of an interface of its own
 * @param port for datagrams; 0 is any that is free
 * @param label what operators call this server
 * @param beat how often a server shows that it lives, and looks what it has missed
 * @param lease so long without a sign of life, and a server counts as dead
 */
public record ClusterSettings(
    Optional<String> name, String host, int port, String label, Duration beat, Duration lease) {

  /** Hints are lost rarely, so that this is seldom how long anything takes. */
  public static final Duration BEAT = Duration.ofSeconds(1);

  /** As long as a start waits to see whether another server lives. */
  public static final Duration LEASE = Duration.ofSeconds(10);

  /** Those of a server that is alone. */
  public static ClusterSettings alone() {
    return new ClusterSettings(Optional.empty(), "127.0.0.1", 0, "", BEAT, LEASE);
  }

  /** Whether this server is one of several, or may be. */
  public boolean isCluster() {
    return name.isPresent();
  }
}
