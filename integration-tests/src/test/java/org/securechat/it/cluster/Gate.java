package org.securechat.it.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The way of one server to the database. Closed, it lets nothing through and says nothing. */
final class Gate implements AutoCloseable {
  private final ServerSocket listener;
  private final int database;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private boolean open = true;

  /**
   * @param host where the server reaches this machine
   * @param database the port of the database on this machine's loopback interface
   */
  Gate(String host, int database) {
    this.database = database;
    try {
      listener = new ServerSocket(0, 50, InetAddress.ofLiteral(host));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() throws IOException {
    while (!listener.isClosed()) {
      Socket server = listener.accept();
      sockets.add(server);
      start(() -> {
        pass();
        Socket onward = new Socket(InetAddress.getLoopbackAddress(), database);
        sockets.add(onward);
        start(() -> copy(server, onward));
        copy(onward, server);
      });
    }
  }

  private void copy(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[65_536];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        pass();
        out.write(buffer, 0, count);
      }
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  /** Waits while the gate is closed. */
  private synchronized void pass() throws IOException {
    try {
      while (!open && !listener.isClosed()) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  synchronized void shut() {
    open = false;
  }

  synchronized void open() {
    open = true;
    notifyAll();
  }

  private interface Task {
    void run() throws IOException;
  }

  private static void start(Task task) {
    Thread.ofPlatform()
        .daemon()
        .name("gate")
        .start(() -> {
          try {
            task.run();
          } catch (IOException e) {
            // One of the two ends is gone, and the other one learns of it.
          }
        });
  }

  @Override
  public void close() {
    try {
      listener.close();
      open();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
