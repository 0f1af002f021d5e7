package org.securechat.connector.contract;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;

/**
 * The administered object through which an application controls the adapter and reaches open
 * connections. Safe from any thread.
 */
public interface Gateway {

  /**
   * The application is ready: accept connections. Until the first call the adapter, which starts
   * before the application's singletons, accepts no connection. Calling it again has no effect.
   *
   * @throws java.io.UncheckedIOException with the address, if it cannot be listened on; the call
   *     may be repeated
   */
  void open();

  /**
   * Stops accepting and reading, for good, and waits for the frames already received to be handled
   * and for all permits to be released. Connections stay open and can be sent to.
   *
   * @param limit how long to wait at most
   */
  void drain(Duration limit);

  /**
   * Closes every connection after what it was sent, and waits until the listeners have been told of
   * it. After {@link #drain} an application has to wait for nothing else before it ends.
   *
   * @param limit how long to wait at most
   */
  void close(Duration limit);

  /** The addresses on which connections are accepted, with the real port where 0 was asked for. */
  Collection<InetSocketAddress> addresses();

  /**
   * The addresses of the endpoints whose activation has this name in its property {@code endpoint};
   * none for one that is switched off.
   */
  Collection<InetSocketAddress> addresses(String endpoint);

  /** The open connections at this moment. */
  Collection<Connection> connections();

  /** What has been counted so far. Cheap enough to be asked for every second. */
  Statistics statistics();
}
