package org.securechat.launcher;

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
final class ListenerGuard {

  /** Documented in OPERATIONS.md, "Limits of the administration". */
  static final ListenerConnections.Limits LIMITS =
      new ListenerConnections.Limits(512, 64, Duration.ofSeconds(10), Duration.ofSeconds(60));

  private static final String GRIZZLY = "org.glassfish.grizzly.";
  private static final String SERVICE = "com.sun.enterprise.v3.services.impl.GrizzlyService";
  private static final String REGISTRY = "org.glassfish.internal.api.Globals";
  private static final int FIRST_REFUSAL = 400;
  private static final int FIRST_FINAL = 200;
  private static final long PERIOD_MILLIS = 500;

  private final ListenerConnections<Object> connections =
      new ListenerConnections<>(LIMITS, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));

  private final Method close;
  private final Method peerAddress;

  private ListenerGuard() throws ReflectiveOperationException {
    close = Class.forName(GRIZZLY + "Closeable").getMethod("closeSilently");
    peerAddress = Class.forName(GRIZZLY + "Connection").getMethod("getPeerAddress");
  }

  /** Begins to guard every listener that there is. */
  static void begin() throws ReflectiveOperationException {
    new ListenerGuard().guard();
  }

  private void guard() throws ReflectiveOperationException {
    Class<?> type = Class.forName(SERVICE);
    Object service = Class.forName(REGISTRY).getMethod("get", Class.class).invoke(null, type);
    Field proxies = type.getDeclaredField("proxies");
    proxies.setAccessible(true);
    int guarded = 0;
    for (Object proxy : (Collection<?>) proxies.get(service)) {
      Object listener = proxy.getClass().getMethod("getUnderlyingListener").invoke(proxy);
      guarded += guard(listener);
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

  private int guard(Object listener) throws ReflectiveOperationException {
    Object transport = listener.getClass().getMethod("getTransport").invoke(listener);
    probe(
        Class.forName(GRIZZLY + "Transport").getMethod("getConnectionMonitoringConfig"),
        transport,
        "ConnectionProbe");
    Class<?> codec = Class.forName(GRIZZLY + "http.HttpCodecFilter");
    int filters = 0;
    for (Object filter :
        (Collection<?>)
            listener.getClass().getMethod("getFilters", Class.class).invoke(listener, codec)) {
      probe(codec.getMethod("getMonitoringConfig"), filter, "http.HttpProbe");
      filters++;
    }
    return filters;
  }

  private void probe(Method monitoring, Object source, String kind)
      throws ReflectiveOperationException {
    Class<?> type = Class.forName(GRIZZLY + kind);
    Object probes = Array.newInstance(type, 1);
    Array.set(
        probes,
        0,
        Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this::heard));
    Class.forName(GRIZZLY + "monitoring.MonitoringConfig")
        .getMethod("addProbes", Object[].class)
        .invoke(monitoring.invoke(source), probes);
  }

  /** What a probe is told. Nothing that goes wrong here may reach the connection. */
  private Object heard(Object probe, Method event, Object[] arguments)
      throws ReflectiveOperationException {
    switch (event.getName()) {
      case "hashCode" -> {
        return System.identityHashCode(probe);
      }
      case "equals" -> {
        return probe == arguments[0];
      }
      case "toString" -> {
        return "ListenerGuard";
      }
      case "onAcceptEvent" -> accepted(arguments[1]);
      case "onReadEvent" -> connections.received(arguments[0]);
      case "onCloseEvent" -> connections.closed(arguments[0]);
      case "onHeaderParseEvent" -> connections.requested(arguments[0], hasBody(arguments[1]));
      case "onContentChunkParseEvent" -> {
        if (is(arguments[1], "isLast")) {
          connections.sent(arguments[0]);
        }
      }
      case "onHeaderSerializeEvent" -> answered(arguments[0], arguments[1]);
      default -> {}
    }
    return null;
  }

  private void accepted(Object connection) throws ReflectiveOperationException {
    if (peerAddress.invoke(connection) instanceof InetSocketAddress from) {
      connections.accepted(connection, from.getAddress()).ifPresent(this::close);
    }
  }

  private static boolean hasBody(Object header) throws ReflectiveOperationException {
    Method value = header.getClass().getMethod("getHeader", String.class);
    Object length = value.invoke(header, "Content-Length");
    return value.invoke(header, "Transfer-Encoding") != null
        || (length != null && !length.equals("0"));
  }

  private static boolean is(Object content, String what) throws ReflectiveOperationException {
    return (boolean) content.getClass().getMethod(what).invoke(content);
  }

  private void answered(Object connection, Object header) throws ReflectiveOperationException {
    int status = (int) header.getClass().getMethod("getStatus").invoke(header);
    if (status >= FIRST_FINAL) {
      connections.answered(connection, status < FIRST_REFUSAL);
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
