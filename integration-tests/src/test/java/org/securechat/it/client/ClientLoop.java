package org.securechat.it.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One thread that reads and writes the sockets of all clients. */
public final class ClientLoop implements AutoCloseable {

  private final Selector selector;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile boolean closed;

  /** Starts the thread. */
  public ClientLoop() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = new Thread(this::run, "client loop");
    thread.setDaemon(true);
    thread.start();
  }

  /** Connects; the receiver is called on the loop's thread only, and must not block it. */
  FrameChannel connect(
      Optional<InetAddress> from, InetSocketAddress address, FrameChannel.Receiver receiver) {
    try {
      SocketChannel channel = SocketChannel.open();
      if (from.isPresent()) {
        channel.bind(new InetSocketAddress(from.get(), 0));
      }
      channel.connect(address);
      channel.configureBlocking(false);
      FrameChannel wire = new FrameChannel(this, channel, receiver);
      execute(() -> register(channel, wire));
      return wire;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot connect to " + address, e);
    }
  }

  void execute(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  private void register(SocketChannel channel, FrameChannel wire) {
    try {
      wire.registered(channel.register(selector, SelectionKey.OP_READ, wire));
    } catch (IOException e) {
      wire.fail(e);
    }
  }

  private void run() {
    try {
      while (!closed) {
        selector.select();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        for (SelectionKey key : selector.selectedKeys()) {
          ((FrameChannel) key.attachment()).ready(key);
        }
        selector.selectedKeys().clear();
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
  }
}
