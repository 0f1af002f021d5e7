package org.securechat.connector;

import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.securechat.connector.contract.Connection;
import org.securechat.connector.contract.Statistics;

/**
 * Which endpoint is activated by which specification, and whether the application has said that it
 * is ready.
 */
final class Activations {

  /** Both by identity: that is how the container tells them apart. */
  private static final class Key {

    private final MessageEndpointFactory factory;
    private final ActivationSpec spec;

    Key(MessageEndpointFactory factory, ActivationSpec spec) {
      this.factory = factory;
      this.spec = spec;
    }

    @SuppressWarnings("ReferenceEquality") // the container names an activation by these objects
    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && key.factory == factory && key.spec == spec;
    }

    @Override
    public int hashCode() {
      return Objects.hash(System.identityHashCode(factory), System.identityHashCode(spec));
    }
  }

  private final Map<Key, Activation> activations = new ConcurrentHashMap<>();
  private boolean open;

  /** Adds an activation; it is opened at once if the application is ready, or is not added. */
  synchronized void add(
      MessageEndpointFactory factory, ActivationSpec spec, Supplier<Activation> create) {
    Activation activation = create.get();
    try {
      if (open) {
        activation.open();
      }
    } catch (RuntimeException e) {
      activation.stop();
      throw e;
    } finally {
      IoThreads.clearThreadLocals();
    }
    activations.put(new Key(factory, spec), activation);
  }

  synchronized void remove(MessageEndpointFactory factory, ActivationSpec spec) {
    Activation activation = activations.remove(new Key(factory, spec));
    if (activation != null) {
      activation.stop();
      IoThreads.clearThreadLocals();
    }
    if (activations.isEmpty()) {
      open = false; // The next application says itself when it is ready.
    }
  }

  synchronized void open() {
    try {
      activations.values().forEach(Activation::open);
      open = true;
    } finally {
      IoThreads.clearThreadLocals();
    }
  }

  void drain(Duration limit) {
    each(limit, Activation::drain);
  }

  void close(Duration limit) {
    each(limit, Activation::close);
  }

  private synchronized void each(Duration limit, BiConsumer<Activation, Duration> action) {
    long end = System.nanoTime() + limit.toNanos();
    for (Activation activation : activations.values()) {
      action.accept(activation, Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }
    IoThreads.clearThreadLocals();
  }

  synchronized void stop() {
    activations.values().forEach(Activation::stop);
    activations.clear();
    open = false;
    IoThreads.clearThreadLocals();
  }

  Collection<InetSocketAddress> addresses() {
    List<InetSocketAddress> all = new ArrayList<>();
    activations.values().forEach(activation -> all.addAll(activation.addresses()));
    return all;
  }

  Collection<InetSocketAddress> addresses(String endpoint) {
    List<InetSocketAddress> all = new ArrayList<>();
    activations.values().forEach(activation -> all.addAll(activation.addresses(endpoint)));
    return all;
  }

  Collection<Connection> connections() {
    List<Connection> all = new ArrayList<>();
    for (Activation activation : activations.values()) {
      activation.connections().stream().filter(Connection::isOpen).forEach(all::add);
    }
    return all;
  }

  Statistics statistics() {
    return activations.values().stream()
        .map(Activation::statistics)
        .reduce(Statistics.NONE, Statistics::plus);
  }
}
