package org.securechat.connector;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Opens the sockets of an endpoint, one for each of its addresses: all of them or none. */
final class ListeningSockets {

  /** How many ports that are free on the first address are tried on the others. */
  private static final int MAX_PORTS = 20;

  private final Supplier<ServerBootstrap> bootstrap;

  /**
   * @param bootstrap makes one for each socket
   */
  ListeningSockets(Supplier<ServerBootstrap> bootstrap) {
    this.bootstrap = bootstrap;
  }

  /**
   * @param port the same on all addresses; 0 for one that is free on all of them
   * @throws UncheckedIOException with the address that cannot be listened on
   */
  List<Channel> open(List<InetAddress> addresses, int port) {
    for (int left = MAX_PORTS; ; left--) {
      try {
        return openAll(addresses, port);
      } catch (UncheckedIOException e) {
        if (port != 0 || addresses.size() == 1 || left == 1) {
          throw e;
        }
      }
    }
  }

  private List<Channel> openAll(List<InetAddress> addresses, int port) {
    List<Channel> open = new ArrayList<>();
    try {
      int common = port;
      for (InetAddress address : addresses) {
        Channel socket = bind(new InetSocketAddress(address, common));
        open.add(socket);
        common = ((InetSocketAddress) socket.localAddress()).getPort();
      }
      return List.copyOf(open);
    } catch (UncheckedIOException e) {
      open.forEach(socket -> socket.close().awaitUninterruptibly());
      throw e;
    }
  }

  private Channel bind(InetSocketAddress address) {
    ChannelFuture bound = bootstrap.get().bind(address).awaitUninterruptibly();
    if (bound.isSuccess()) {
      return bound.channel();
    }
    Throwable cause = bound.cause();
    throw new UncheckedIOException(
        ConnectorLog.cannotListen(address, cause),
        cause instanceof IOException failure ? failure : new IOException(cause));
  }
}
