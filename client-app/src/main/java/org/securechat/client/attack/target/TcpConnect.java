package org.securechat.client.attack.target;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.securechat.client.connection.ServerAddress;

/** Opens TCP connections, with a limit of ten seconds. */
public final class TcpConnect {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private TcpConnect() {}

  /** A connection, on which every write is sent at once. */
  public static Socket to(ServerAddress server) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(server.host(), server.port()), (int) LIMIT.toMillis());
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }
}
