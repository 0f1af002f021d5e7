package org.securechat.client.attack.target;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;
import org.securechat.client.connection.ServerAddress;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameInput;
import org.securechat.protocol.wire.ProtocolException;

/** A connection on which anything can be written. Confined to one thread. */
public final class AttackSocket implements AutoCloseable {
  private final Socket socket;
  private final FrameInput in;
  private final Duration patience;

  private AttackSocket(Socket socket, Duration patience) throws IOException {
    this.socket = socket;
    this.patience = patience;
    this.in = new FrameInput(new BufferedInputStream(socket.getInputStream()));
  }

  public static AttackSocket connect(ServerAddress server, Duration patience) throws IOException {
    return new AttackSocket(TcpConnect.to(server), patience);
  }

  /** How long the server may take for what is expected of it. */
  public Duration patience() {
    return patience;
  }

  /** For use as a {@code Consumer<Frame>}. */
  public void write(Frame frame) {
    write(frame.encoded());
  }

  public void write(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the bytes go that are written. */
  public OutputStream out() throws IOException {
    return socket.getOutputStream();
  }

  /** Closes the output and keeps reading. */
  public void finish() throws IOException {
    socket.shutdownOutput();
  }

  /** As {@link #read(Duration)}, with the usual patience. */
  public Optional<Frame> read() throws IOException, ProtocolException {
    return read(patience);
  }

  /**
   * The next frame, or nothing if the connection is over, in good order or not.
   *
   * @throws java.net.SocketTimeoutException if neither comes within the limit
   */
  public Optional<Frame> read(Duration limit) throws IOException, ProtocolException {
    socket.setSoTimeout((int) limit.toMillis());
    try {
      return in.read();
    } catch (EOFException | SocketException _) {
      return Optional.empty();
    }
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
