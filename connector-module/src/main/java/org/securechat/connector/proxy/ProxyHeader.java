package org.securechat.connector.proxy;

import java.net.InetSocketAddress;

/**
 * What a balancer says of a connection: the PROXY protocol of HAProxy, versions 1 and 2, which
 * {@link ProxyHeaderParser} reads.
 */
public sealed interface ProxyHeader {

  /**
   * It passes a client's connection on.
   *
   * @param source where the client is
   */
  record Forwarded(InetSocketAddress source) implements ProxyHeader {}

  /**
   * The connection is the balancer's own, to see whether the server lives ({@code LOCAL}), or the
   * balancer does not know the client's address ({@code UNKNOWN}, {@code UNSPEC}, {@code UNIX}):
   * the addresses of the connection itself count.
   */
  record Unknown() implements ProxyHeader {}
}
