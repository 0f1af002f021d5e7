package org.securechat.client.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.securechat.protocol.channel.Received;
import org.securechat.protocol.channel.SecureChannel;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.ProtocolException;

/**
 * An established channel on its socket, for a program that holds many and has threads of its own.
 * Any thread sends; one thread receives. {@link ChatConnection} is for everything else.
 */
public final class EstablishedChannel implements AutoCloseable {
  private final ConnectionErrorMessages explain;
  private final FrameSocket socket;
  private final SecureChannel channel;

  private EstablishedChannel(
      ConnectionErrorMessages explain, FrameSocket socket, SecureChannel channel) {
    this.explain = explain;
    this.socket = socket;
    this.channel = channel;
  }

  /**
   * Connects and shakes hands.
   *
   * @param threads makes the thread that watches the handshake's time limit
   * @param readAhead bytes that are read at once, and kept for them
   * @throws ConnectionException if either side does not want to
   */
  public static EstablishedChannel open(
      ConnectionSettings settings, ThreadFactory threads, int readAhead)
      throws ConnectionException {
    FrameSocket socket = Connector.connect(settings, readAhead);
    SecureChannel channel = Connector.shakeHands(settings, socket, threads);
    return new EstablishedChannel(new ConnectionErrorMessages(settings), socket, channel);
  }

  /** The channel binding, 64 hex digits: what every message of this connection is bound to. */
  public String channelBinding() {
    return channel.channelBinding();
  }

  /** Whom this is connected to. */
  public PeerIdentity server() {
    return channel.peer();
  }

  /**
   * Sends an application message.
   *
   * @throws ConnectionException if there is no connection any more
   */
  public void send(byte[] document) throws ConnectionException {
    try {
      if (!channel.send(document, socket::write)) {
        throw explain.lost("it was closed", null);
      }
    } catch (UncheckedIOException e) {
      throw explain.lost("it cannot be written to", e);
    }
  }

  /** As {@link #send}; wipes what is sent, because it holds a key. */
  public void sendSecret(byte[] document) throws ConnectionException {
    try {
      send(document);
    } finally {
      Arrays.fill(document, (byte) 0);
    }
  }

  /**
   * Waits for the next application message; empty if the server has closed in good order.
   *
   * @throws ConnectionException if it ended in another way
   */
  public Optional<byte[]> receive() throws ConnectionException {
    try {
      while (true) {
        Optional<Frame> frame = socket.read();
        if (frame.isEmpty()) {
          throw explain.lost("the server is gone", null);
        }
        switch (channel.receive(frame.get())) {
          case Received.Data(byte[] data) -> {
            return Optional.of(data);
          }
          case Received.KeyUpdated _ -> {
            // The channel has changed its key; nothing else changes.
          }
          case Received.Alerted alerted -> throw explain.refused(alerted.code());
          case Received.Closed _ -> {
            return Optional.empty();
          }
        }
      }
    } catch (ProtocolException e) {
      throw explain.rejected(e);
    } catch (IOException e) {
      throw explain.lost("the network failed", e);
    }
  }

  /** Ends the connection at once. Idempotent; ends a {@link #receive} that waits. */
  @Override
  public void close() {
    try {
      channel.sendClose(socket::write);
    } catch (UncheckedIOException _) {
      // The server closed first.
    }
    socket.close();
    channel.destroy();
  }
}
