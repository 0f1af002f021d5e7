package org.securechat.it.testbed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Stands on the wire between clients and a server and keeps a copy of every byte. */
public final class RecordingProxy implements AutoCloseable {

  private final ServerSocket listener;
  private final InetSocketAddress server;
  private final ByteArrayOutputStream recorded = new ByteArrayOutputStream();

  public RecordingProxy(InetSocketAddress server) {
    this.server = server;
    try {
      listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept, "proxy");
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), listener.getLocalPort());
  }

  private void accept() throws IOException {
    while (!listener.isClosed()) {
      Socket client = listener.accept();
      Socket onward = new Socket(server.getAddress(), server.getPort());
      start(() -> copy(client, onward), "proxy to the server");
      start(() -> copy(onward, client), "proxy to a client");
    }
  }

  private void copy(Socket from, Socket to) throws IOException {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      byte[] buffer = new byte[65_536];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        synchronized (recorded) {
          recorded.write(buffer, 0, count);
        }
        out.write(buffer, 0, count);
      }
    }
  }

  /** Everything that has passed, both ways. */
  public byte[] recorded() {
    synchronized (recorded) {
      return recorded.toByteArray();
    }
  }

  private interface Task {
    void run() throws IOException;
  }

  private static void start(Task task, String name) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException _) {
                // One of the two ends has gone; there is nothing more to copy.
                return;
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
