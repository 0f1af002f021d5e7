package org.securechat.launcher.listener;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Holds the administration's listener to the bounds of {@link ListenerConnections}. Payara's
 * settings know a time for each read, which a sender of one byte a second never meets, and none for
 * one address. Its HTTP server, Grizzly, tells probes what happens on each connection, and that is
 * what this listens to. Grizzly is in no artifact that this module could be compiled with, so it is
 * addressed by name; a start fails if it is not as expected.
 */
public final class ListenerGuard {

  /** Documented in OPERATIONS.md, "Limits of the administration". */
  private static final ListenerConnections.Limits LIMITS =
      new ListenerConnections.Limits(512, 64, Duration.ofSeconds(10), Duration.ofSeconds(60));

  private static final String GRIZZLY = "org.glassfish.grizzly.";
  private static final String SERVICE = "com.sun.enterprise.v3.services.impl.GrizzlyService";
  private static final String REGISTRY = "org.glassfish.internal.api.Globals";
  private static final int FIRST_REFUSAL = 400;
  private static final int FIRST_FINAL = 200;
  private static final long PERIOD_MILLIS = 500;

  private final ListenerConnections<Object> connections =
      new ListenerConnections<>(LIMITS, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));

  private final Method close = method("Closeable", "closeSilently");
  private final Method peerAddress = method("Connection", "getPeerAddress");
  private final Method header = method("http.HttpHeader", "getHeader", String.class);
  private final Method processing = method("http.HttpHeader", "getProcessingState");
  private final Method keepAlive = method("http.ProcessingState", "setKeepAlive", boolean.class);
  private final Method isLast = method("http.HttpContent", "isLast");
  private final Method status = method("http.HttpResponsePacket", "getStatus");

  private ListenerGuard() throws ReflectiveOperationException {}

  private static Method method(String type, String name, Class<?>... parameters)
      throws ReflectiveOperationException {
    return Class.forName(GRIZZLY + type).getMethod(name, parameters);
  }

  /**
   * Begins to guard every listener that there is.
   *
   * @param identity is given charge of each
   */
  public static void begin(ListenerIdentity identity) throws ReflectiveOperationException {
    new ListenerGuard().guard(identity);
  }

  private void guard(ListenerIdentity identity) throws ReflectiveOperationException {
    Class<?> type = Class.forName(SERVICE);
    Object service = Class.forName(REGISTRY).getMethod("get", Class.class).invoke(null, type);
    Field proxies = type.getDeclaredField("proxies");
    proxies.setAccessible(true);
    int guarded = 0;
    for (Object proxy : (Collection<?>) proxies.get(service)) {
      Object listener = proxy.getClass().getMethod("getUnderlyingListener").invoke(proxy);
      guarded += guard(listener);
      identity.takeCharge(filters(listener, ListenerIdentity.filterType()));
    }
    if (guarded == 0) {
      throw new NoSuchFieldException("no listener of Payara Micro");
    }
    ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("securechat-listener").factory());
    var _ =
        clock.scheduleWithFixedDelay(
            () -> connections.late().forEach(this::close),
            PERIOD_MILLIS,
            PERIOD_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  /** Returns at how many places requests are read. */
  private int guard(Object listener) throws ReflectiveOperationException {
    Object transport = method("config.GenericGrizzlyListener", "getTransport").invoke(listener);
    Object probe = probe("ConnectionProbe");
    // Of a new connection the one tells that accepts it; all else it tells itself.
    add(probe, method("Transport", "getConnectionMonitoringConfig").invoke(transport));
    for (Object accepting : accepting(transport)) {
      add(probe, method("monitoring.MonitoringAware", "getMonitoringConfig").invoke(accepting));
    }
    Collection<?> codecs = filters(listener, Class.forName(GRIZZLY + "http.HttpCodecFilter"));
    for (Object codec : codecs) {
      add(
          probe("http.HttpProbe"),
          method("monitoring.MonitoringAware", "getMonitoringConfig").invoke(codec));
    }
    return codecs.size();
  }

  private static Collection<?> filters(Object listener, Class<?> type)
      throws ReflectiveOperationException {
    return (Collection<?>)
        method("config.GenericGrizzlyListener", "getFilters", Class.class).invoke(listener, type);
  }

  private static Collection<?> accepting(Object transport) throws ReflectiveOperationException {
    Field connections =
        Class.forName(GRIZZLY + "nio.transport.TCPNIOTransport")
            .getDeclaredField("serverConnections");
    connections.setAccessible(true);
    return (Collection<?>) connections.get(transport);
  }

  private Object probe(String kind) throws ReflectiveOperationException {
    Class<?> type = Class.forName(GRIZZLY + kind);
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this::heard);
  }

  private static void add(Object probe, Object monitoring) throws ReflectiveOperationException {
    Object probes = Array.newInstance(probe.getClass().getInterfaces()[0], 1);
    Array.set(probes, 0, probe);
    method("monitoring.MonitoringConfig", "addProbes", Object[].class).invoke(monitoring, probes);
  }

  @SuppressWarnings("ReferenceEquality") // that is how a probe is told from another one
  private Object heard(Object probe, Method event, Object[] arguments)
      throws ReflectiveOperationException {
    return switch (event.getName()) {
      case "hashCode" -> System.identityHashCode(probe);
      case "equals" -> probe == arguments[0];
      case "toString" -> "ListenerGuard";
      default -> {
        take(event.getName(), arguments);
        yield null;
      }
    };
  }

  /** What a probe is told. */
  private void take(String event, Object[] arguments) throws ReflectiveOperationException {
    switch (event) {
      case "onAcceptEvent" -> accepted(arguments[1]);
      case "onReadEvent" -> connections.received(arguments[0]);
      case "onCloseEvent" -> connections.closed(arguments[0]);
      case "onHeaderParseEvent" -> {
        connections.requested(arguments[0], hasBody(arguments[1]));
        endAfterChunks(arguments[1]);
      }
      case "onContentChunkParseEvent" -> {
        if ((boolean) isLast.invoke(arguments[1])) {
          connections.sent(arguments[0]);
        }
      }
      case "onHeaderSerializeEvent" -> answered(arguments[0], arguments[1]);
      default -> {}
    }
  }

  private void accepted(Object connection) throws ReflectiveOperationException {
    if (peerAddress.invoke(connection) instanceof InetSocketAddress from) {
      connections.accepted(connection, from.getAddress()).ifPresent(this::close);
    }
  }

  private boolean hasBody(Object request) throws ReflectiveOperationException {
    Object length = header.invoke(request, "Content-Length");
    return header.invoke(request, "Transfer-Encoding") != null
        || (length != null && !length.equals("0"));
  }

  /**
   * Nothing may follow a body that has two lengths, since a proxy before us may have taken the
   * other one: RFC 9112, 6.3. Grizzly forgets a length that stood beside chunks, so that nothing
   * follows chunks at all.
   */
  private void endAfterChunks(Object request) throws ReflectiveOperationException {
    if (header.invoke(request, "Transfer-Encoding") != null) {
      keepAlive.invoke(processing.invoke(request), false);
    }
  }

  private void answered(Object connection, Object answer) throws ReflectiveOperationException {
    int code = (int) status.invoke(answer);
    if (code >= FIRST_FINAL) {
      connections.answered(connection, code < FIRST_REFUSAL);
    }
  }

  private void close(Object connection) {
    try {
      close.invoke(connection);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
