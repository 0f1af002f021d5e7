package org.securechat.server.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Collection;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/** Sends and receives datagrams. Sending is safe from any thread and waits for nothing. */
final class HintSocket implements AutoCloseable {
  /** More than any hint; what is longer is cut off, and then does not open. */
  private static final int BUFFER = 2048;

  private final DatagramChannel channel;

  private HintSocket(DatagramChannel channel) {
    this.channel = channel;
  }

  /**
   * Binds a socket.
   *
   * @throws ClusterException if the address cannot be used
   */
  static HintSocket open(String host, int port) {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new ClusterException("the cluster's address " + host + " cannot be found");
    }
    try {
      DatagramChannel channel = DatagramChannel.open();
      try {
        channel.bind(address);
        return new HintSocket(channel);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new ClusterException(
          "the cluster's address " + host + ":" + port + " cannot be used: " + e.getMessage(), e);
    }
  }

  int port() {
    try {
      return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    } catch (IOException e) {
      throw new ClusterException("the cluster's socket is closed", e);
    }
  }

  /** Calls the receiver for each datagram, on a thread that ends when this is closed. */
  void receive(ThreadFactory threads, Consumer<byte[]> receiver) {
    Thread thread = threads.newThread(() -> receive(receiver));
    thread.setName("securechat-cluster");
    thread.start();
  }

  private void receive(Consumer<byte[]> receiver) {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    while (channel.isOpen()) {
      buffer.clear();
      try {
        channel.receive(buffer);
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        // One that could not be delivered, on some systems; the next one may be.
        continue;
      }
      byte[] datagram = new byte[buffer.flip().remaining()];
      buffer.get(datagram);
      try {
        receiver.accept(datagram);
      } catch (RuntimeException e) {
        ClusterLog.hintFailed(e);
      }
    }
  }

  void send(byte[] datagram, Collection<? extends SocketAddress> peers) {
    for (SocketAddress peer : peers) {
      try {
        channel.send(ByteBuffer.wrap(datagram), peer);
      } catch (IOException e) {
        // As good as lost on its way: the others look once a second in any case.
      }
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      ClusterLog.hintFailed(e);
    }
  }
}
