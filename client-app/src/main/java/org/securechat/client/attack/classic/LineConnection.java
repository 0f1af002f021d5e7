package org.securechat.client.attack.classic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.securechat.client.attack.scenario.Attacker;
import org.securechat.client.attack.target.AttackNotPossibleException;
import org.securechat.client.attack.target.TcpConnect;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.ProtocolException;

/** A connection on which lines are read and anything can be written. Confined to one thread. */
final class LineConnection implements AutoCloseable {
  private static final int MAX_LINE = 65_536;

  private final Socket socket;
  private final InputStream in;
  private final Duration patience;

  /** On a socket that is open. */
  LineConnection(Socket socket, Duration patience) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.patience = patience;
  }

  static LineConnection to(ClassicEndpointKind endpoint, Attacker attacker)
      throws AttackNotPossibleException, IOException {
    return new LineConnection(
        TcpConnect.to(endpoint.of(attacker.target())), attacker.target().patience());
  }

  /** How long the server may take for what is expected of it. */
  Duration patience() {
    return patience;
  }

  OutputStream out() throws IOException {
    return socket.getOutputStream();
  }

  void say(ObjectNode line) throws IOException {
    say(line.toString());
  }

  void say(String line) throws IOException {
    write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Writes to a server that may have closed already: what it has said can still be read. */
  void write(byte[] bytes) throws IOException {
    try {
      socket.getOutputStream().write(bytes);
    } catch (SocketException _) {
      // Reading tells.
    }
  }

  /** Closes the output and keeps reading. */
  void finish() throws IOException {
    socket.shutdownOutput();
  }

  /** As {@link #read(Duration)}, with the usual patience. */
  Optional<ObjectNode> read() throws IOException, ProtocolException {
    return read(patience);
  }

  /**
   * The next line, or nothing if the connection is over, in good order or not.
   *
   * @throws SocketTimeoutException if neither comes within the limit
   */
  Optional<ObjectNode> read(Duration limit) throws IOException, ProtocolException {
    long end = System.nanoTime() + limit.toNanos();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      for (int next = next(end); next >= 0; next = next(end)) {
        if (next == '\n') {
          return Optional.of(Json.parse(line.toByteArray()));
        }
        if (line.size() == MAX_LINE) {
          throw unreadable("a line without end");
        }
        line.write(next);
      }
      return Optional.empty();
    } catch (SocketException _) {
      return Optional.empty();
    } catch (JsonException e) {
      throw unreadable(e.getMessage());
    }
  }

  private int next(long end) throws IOException {
    if (in.available() == 0) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new SocketTimeoutException("no answer");
      }
      socket.setSoTimeout((int) left);
    }
    return in.read();
  }

  private static ProtocolException unreadable(String what) {
    return new ProtocolException(AlertCode.BAD_FRAME, what);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // That was the purpose.
    }
  }
}
