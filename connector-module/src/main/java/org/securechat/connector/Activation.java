package org.securechat.connector;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.WorkManager;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.securechat.connector.contract.Statistics;

/**
 * The life of one activated endpoint: created, opened once, drained, stopped. Everything it needs
 * is made with it and ends with it, in reverse order.
 */
final class Activation {

  private static final Duration STOP_DRAIN = Duration.ofSeconds(5);
  private static final Duration STOP_CLOSE = Duration.ofSeconds(2);
  private static final long POLL_NANOS = Duration.ofMillis(5).toNanos();
  private static final int BACKLOG = 1024;

  private enum Phase {
    CREATED,
    OPEN,
    DRAINED,
    STOPPED
  }

  private final ActivationSettings settings;
  private final Registry registry = new Registry();
  private final Counters counters = new Counters();
  private final OncePerSecond rejections = new OncePerSecond();
  private final ConnectionLimits limits;
  private final EndpointPool endpoints;
  private final Dispatcher dispatcher;
  private final IoThreads ioThreads;

  private Phase phase = Phase.CREATED;
  private volatile List<Channel> listening = List.of();

  Activation(
      ActivationSettings settings,
      MessageEndpointFactory factory,
      WorkManager workManager,
      int ioThreads) {
    this.settings = settings;
    limits =
        new ConnectionLimits(settings.connections().total(), settings.connections().perAddress());
    endpoints = new EndpointPool(factory);
    dispatcher = new Dispatcher(workManager, endpoints, settings.concurrency(), registry, counters);
    this.ioThreads = new IoThreads(ioThreads);
  }

  /**
   * Listens. Only now is the socket bound, so that no peer waits in the backlog of an application
   * that is still starting. After the first time it has no effect.
   *
   * @throws UncheckedIOException with the address, if one cannot be listened on; it may be tried
   *     again
   */
  synchronized void open() {
    if (phase != Phase.CREATED) {
      return;
    }
    listening = new ListeningSockets(this::bootstrap).open(settings.addresses(), settings.port());
    phase = Phase.OPEN;
    listening.forEach(socket -> ConnectorLog.listening(socket.localAddress()));
  }

  private ServerBootstrap bootstrap() {
    return new ServerBootstrap()
        .group(ioThreads.group())
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .handler(new AdmissionHandler(settings, limits, rejections))
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.SO_KEEPALIVE, true)
        // A peer that has ended its side may still wait for the answer.
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childHandler(
            new ConnectionInitializer(settings, dispatcher, registry, counters, rejections));
  }

  /** Stops accepting and reading, and waits until all that has arrived is done with. */
  synchronized void drain(Duration limit) {
    if (phase == Phase.CREATED) {
      phase = Phase.DRAINED;
    }
    if (phase != Phase.OPEN) {
      return;
    }
    phase = Phase.DRAINED;
    listening.forEach(socket -> socket.close().awaitUninterruptibly());
    // Whatever was accepted before that gets its pipeline, and so its place in the registry.
    ioThreads.awaitQueuedTasks();
    registry.all().forEach(PeerConnection::pause);
    boolean done = waitFor(registry::isIdle, limit);
    ConnectorLog.drained(done);
  }

  /** Closes every connection and waits until the endpoint has been told of each. */
  synchronized void close(Duration limit) {
    registry.all().forEach(PeerConnection::close);
    waitFor(() -> registry.isEmpty() && dispatcher.isIdle(), limit);
  }

  /** Ends the life: drains, closes every connection, tells the endpoint, ends the threads. */
  synchronized void stop() {
    if (phase == Phase.STOPPED) {
      return;
    }
    drain(STOP_DRAIN);
    phase = Phase.STOPPED;
    dispatcher.stop();
    registry.all().forEach(PeerConnection::close);
    if (!waitFor(registry::isEmpty, STOP_CLOSE)) {
      registry.all().forEach(PeerConnection::abort);
      waitFor(registry::isEmpty, STOP_CLOSE);
    }
    ioThreads.stop();
    waitFor(dispatcher::isIdle, STOP_CLOSE);
    endpoints.close();
    listening.forEach(socket -> ConnectorLog.stopped(socket.localAddress()));
  }

  /** Waits by looking: the end of the last of many small works has no event of its own. */
  private static boolean waitFor(BooleanSupplier condition, Duration limit) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start >= limit.toNanos() || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }

  /** Where connections are accepted; empty before and after. */
  Collection<InetSocketAddress> addresses() {
    return listening.stream()
        .filter(Channel::isActive)
        .map(socket -> (InetSocketAddress) socket.localAddress())
        .toList();
  }

  /** Where connections are accepted if the endpoint has this name. */
  Collection<InetSocketAddress> addresses(String endpoint) {
    return settings.endpoint().equals(endpoint) ? addresses() : List.of();
  }

  Collection<PeerConnection> connections() {
    return registry.all();
  }

  Statistics statistics() {
    return new Statistics(
        limits.open(),
        limits.accepted(),
        limits.rejectedByTotalLimit(),
        limits.rejectedByAddressLimit(),
        counters.ended(),
        counters.mailboxesFilled(),
        dispatcher.queuedConnections(),
        dispatcher.activeCalls());
  }
}
