package org.securechat.launcher.listener;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The connections of the administration's listener, and which of them have to go. A request has to
 * arrive in time, however slowly it is sent; and where there are too many connections, a new one
 * takes the place of the one that is worth least: of one that was never answered well, and only
 * then of one that is idle. So an attacker who holds connections open keeps no one out. Safe from
 * any thread.
 *
 * @param <C> a connection
 */
final class ListenerConnections<C> {
  private static final int IPV6_NETWORK_BYTES = 8;

  /**
   * What is allowed.
   *
   * @param total connections
   * @param perAddress of these from one address; an IPv6 address counts by its /64 network
   * @param request from the first byte of a request to the end of its headers; for the first one
   *     from accepting the connection, with the handshake of TLS
   * @param body from there to the end of the body
   */
  record Limits(int total, int perAddress, Duration request, Duration body) {}

  private enum Phase {
    /** No request is complete yet, the first one of the connection. */
    BEGINNING,
    /** Nothing has come since the last answer. */
    IDLE,
    /** Something has come, and no whole header yet. */
    REQUESTING,
    /** The header has come and the body is on its way. */
    SENDING,
    /** The application has it. */
    SERVED
  }

  private static final class Peer {
    private final String origin;
    private Phase phase = Phase.BEGINNING;
    private boolean answeredWell;
    private long since;

    Peer(String origin, long now) {
      this.origin = origin;
      this.since = now;
    }
  }

  private final Limits limits;
  private final LongSupplier millis;

  /** In the order in which they came. */
  private final Map<C, Peer> open = new LinkedHashMap<>();

  ListenerConnections(Limits limits, LongSupplier millis) {
    this.limits = limits;
    this.millis = millis;
  }

  /** A new connection. Returns one to close, perhaps the new one itself, or nothing. */
  synchronized Optional<C> accepted(C connection, InetAddress address) {
    String origin = origin(address);
    open.put(connection, new Peer(origin, millis.getAsLong()));
    Predicate<Peer> crowd;
    if (count(peer -> peer.origin.equals(origin)) > limits.perAddress()) {
      crowd = peer -> peer.origin.equals(origin);
    } else if (open.size() > limits.total()) {
      crowd = _ -> true;
    } else {
      return Optional.empty();
    }
    C least = leastOf(crowd, connection).orElse(connection);
    open.remove(least);
    return Optional.of(least);
  }

  private long count(Predicate<Peer> which) {
    return open.values().stream().filter(which).count();
  }

  private Optional<C> leastOf(Predicate<Peer> crowd, C except) {
    return candidates(crowd, except)
        .filter(entry -> !entry.getValue().answeredWell)
        .findFirst()
        .or(() ->
            candidates(crowd, except)
                .filter(entry -> entry.getValue().phase == Phase.IDLE)
                .min(Comparator.comparingLong(entry -> entry.getValue().since)))
        .map(Map.Entry::getKey);
  }

  private Stream<Map.Entry<C, Peer>> candidates(Predicate<Peer> crowd, C except) {
    return open.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(except))
        .filter(entry -> crowd.test(entry.getValue()))
        .filter(entry -> entry.getValue().phase != Phase.SERVED);
  }

  /** Bytes have come, of whatever. */
  synchronized void received(C connection) {
    move(connection, Phase.IDLE, Phase.REQUESTING);
  }

  /** The headers of a request are complete. */
  synchronized void requested(C connection, boolean hasBody) {
    move(connection, null, hasBody ? Phase.SENDING : Phase.SERVED);
  }

  /** The body is complete. */
  synchronized void sent(C connection) {
    move(connection, Phase.SENDING, Phase.SERVED);
  }

  /**
   * The answer is on its way.
   *
   * @param well whether it is no refusal
   */
  synchronized void answered(C connection, boolean well) {
    Peer peer = move(connection, null, Phase.IDLE);
    if (peer != null) {
      peer.answeredWell |= well;
    }
  }

  synchronized void closed(C connection) {
    open.remove(connection);
  }

  private Peer move(C connection, Phase from, Phase to) {
    Peer peer = open.get(connection);
    if (peer != null && (from == null || peer.phase == from)) {
      peer.phase = to;
      peer.since = millis.getAsLong();
    }
    return peer;
  }

  /** Takes out those whose time is over, to be closed. */
  synchronized List<C> late() {
    long now = millis.getAsLong();
    List<C> late = new ArrayList<>();
    open.forEach((connection, peer) -> {
      if (now - peer.since >= patience(peer.phase)) {
        late.add(connection);
      }
    });
    late.forEach(open::remove);
    return late;
  }

  private long patience(Phase phase) {
    return switch (phase) {
      case BEGINNING, REQUESTING -> limits.request().toMillis();
      case SENDING -> limits.body().toMillis();
      // What waits for the next request, or for the application, others look after.
      case IDLE, SERVED -> Long.MAX_VALUE;
    };
  }

  synchronized int size() {
    return open.size();
  }

  private static String origin(InetAddress address) {
    byte[] bytes = address.getAddress();
    return HexFormat.of()
        .formatHex(
            address instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes);
  }
}
