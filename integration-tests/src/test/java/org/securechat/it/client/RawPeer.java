package org.securechat.it.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.securechat.protocol.channel.AlertFrames;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameInput;
import org.securechat.protocol.wire.FrameType;
import org.securechat.protocol.wire.ProtocolException;

/** A peer that knows sockets but not the protocol: it sends any bytes. */
public final class RawPeer implements AutoCloseable {

  private static final int READ_LIMIT_MILLIS = 30_000;

  private final Socket socket;
  private final FrameInput in;

  private RawPeer(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new FrameInput(new BufferedInputStream(socket.getInputStream()));
  }

  /** Connects. */
  public static RawPeer connect(InetSocketAddress server) {
    try {
      Socket socket = new Socket(server.getAddress(), server.getPort());
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(READ_LIMIT_MILLIS);
      return new RawPeer(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects from one address of this machine. */
  public static RawPeer connectFrom(String address, InetSocketAddress server) {
    try {
      Socket socket =
          new Socket(server.getAddress(), server.getPort(), InetAddress.ofLiteral(address), 0);
      socket.setSoTimeout(READ_LIMIT_MILLIS);
      return new RawPeer(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends bytes as they are. False if the server has closed already. */
  public boolean send(byte... bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return true;
    } catch (SocketException _) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a frame with a body of text. */
  public RawPeer send(FrameType type, String body) {
    send(Frame.of(type, body.getBytes(StandardCharsets.UTF_8)).encoded());
    return this;
  }

  /** Sends a frame of any type with any length in front. */
  public RawPeer send(int length, int type, byte... body) {
    send(ByteBuffer.allocate(5 + body.length).putInt(length).put((byte) type).put(body).array());
    return this;
  }

  /** Says nothing more, but goes on listening. */
  public RawPeer endOutput() {
    try {
      socket.shutdownOutput();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next frame, or nothing at the end of the stream or when it was reset. */
  public Optional<Frame> read() {
    try {
      return in.read();
    } catch (SocketException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ProtocolException e) {
      throw new AssertionError("the server sent nonsense: " + e, e);
    }
  }

  /** Everything the server says until it closes: frame types, and an alert's code instead of it. */
  public List<String> untilClosed() {
    List<String> said = new ArrayList<>();
    for (Optional<Frame> frame = read(); frame.isPresent(); frame = read()) {
      said.add(describe(frame.get()));
    }
    return said;
  }

  private static String describe(Frame frame) {
    try {
      return frame.type() == FrameType.ALERT
          ? AlertFrames.parse(frame).code()
          : frame.type().toString();
    } catch (ProtocolException e) {
      throw new AssertionError("the server sent a malformed alert", e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
