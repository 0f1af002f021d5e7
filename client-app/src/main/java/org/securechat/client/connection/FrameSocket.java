package org.securechat.client.connection;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameInput;
import org.securechat.protocol.wire.ProtocolException;

/**
 * A socket that carries frames. One thread reads, any thread writes whole frames, and any thread
 * may close it, which ends a read or write that is blocked.
 */
final class FrameSocket implements AutoCloseable {
  static final int BUFFER = 65_536;

  private final Socket socket;
  private final FrameInput in;
  private final OutputStream out;

  private FrameSocket(Socket socket, int readAhead) throws IOException {
    this.socket = socket;
    this.in = new FrameInput(new BufferedInputStream(socket.getInputStream(), readAhead));
    this.out = socket.getOutputStream();
  }

  static FrameSocket connect(ServerAddress server, Duration limit) throws IOException {
    return connect(server, limit, BUFFER);
  }

  /**
   * As above.
   *
   * @param readAhead bytes that are read at once, and kept for them
   */
  static FrameSocket connect(ServerAddress server, Duration limit, int readAhead)
      throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      socket.connect(new InetSocketAddress(server.host(), server.port()), (int) limit.toMillis());
      return new FrameSocket(socket, readAhead);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  Optional<Frame> read() throws IOException, ProtocolException {
    return in.read();
  }

  /** For use as a {@code Consumer<Frame>}; the channel's lock keeps frames in order. */
  void write(Frame frame) {
    try {
      out.write(frame.encoded());
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // Closing is the end of it either way.
    }
  }
}
