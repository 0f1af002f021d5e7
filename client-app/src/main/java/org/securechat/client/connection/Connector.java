package org.securechat.client.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.securechat.protocol.channel.SecureChannel;
import org.securechat.protocol.handshake.ClientHandshake;
import org.securechat.protocol.handshake.ClientHandshakeState;
import org.securechat.protocol.handshake.ClientStep;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.Limits;
import org.securechat.protocol.wire.ProtocolException;

/** The way to an established channel. */
final class Connector {
  /** The server has the same limit, and may end the connection a little earlier. */
  private static final Duration ALMOST_LATE = Limits.HANDSHAKE_TIMEOUT.minusSeconds(1);

  private Connector() {}

  static FrameSocket connect(ConnectionSettings settings) throws ConnectionException {
    return connect(settings, FrameSocket.BUFFER);
  }

  /** As above, with that many bytes kept for what is read ahead. */
  static FrameSocket connect(ConnectionSettings settings, int readAhead)
      throws ConnectionException {
    try {
      return FrameSocket.connect(settings.server(), settings.connectLimit(), readAhead);
    } catch (IOException e) {
      throw new ConnectionErrorMessages(settings).unreachable(e);
    }
  }

  /** Shakes hands within the protocol's limit; closes the socket if that fails. */
  static SecureChannel shakeHands(ConnectionSettings settings, FrameSocket socket)
      throws ConnectionException {
    return shakeHands(settings, socket, Connector::daemon);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "securechat-handshake");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * As above.
   *
   * @param threads makes the thread that watches the limit
   */
  static SecureChannel shakeHands(
      ConnectionSettings settings, FrameSocket socket, ThreadFactory threads)
      throws ConnectionException {
    CountDownLatch done = new CountDownLatch(1);
    long begun = System.nanoTime();
    threads.newThread(() -> closeAfterLimit(done, socket)).start();
    boolean established = false;
    try {
      SecureChannel channel = converse(settings, socket);
      established = true;
      return channel;
    } catch (IOException | UncheckedIOException e) {
      boolean late = System.nanoTime() - begun > ALMOST_LATE.toNanos();
      ConnectionErrorMessages explain = new ConnectionErrorMessages(settings);
      throw late ? explain.slowHandshake() : explain.lost("the network failed", e);
    } finally {
      done.countDown();
      if (!established) {
        socket.close();
      }
    }
  }

  // A read timeout would start anew with every byte of a peer that sends them one by one.
  private static void closeAfterLimit(CountDownLatch done, FrameSocket socket) {
    try {
      if (!done.await(Limits.HANDSHAKE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        socket.close();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * A server may refuse the certificate and hang up before the rest is written. Its alert is
   * waiting to be read then, so a failure to write is not the last word.
   */
  private static void sendProof(ClientStep step, FrameSocket socket) {
    try {
      step.outgoing().forEach(socket::write);
    } catch (UncheckedIOException _) {
      // The channel's reader finds out why.
    }
  }

  private static SecureChannel converse(ConnectionSettings settings, FrameSocket socket)
      throws IOException, ConnectionException {
    ConnectionErrorMessages explain = new ConnectionErrorMessages(settings);
    ClientHandshake.Settings basis =
        ClientHandshake.Settings.of(
            settings.credentials(), settings.rules(), settings.server().host(), settings.clock());
    ClientHandshake handshake =
        new ClientHandshake(settings.keyLog().map(basis::withKeyLog).orElse(basis));
    ClientStep step = handshake.start();
    while (true) {
      if (step.next() instanceof ClientHandshakeState.Completed completed) {
        sendProof(step, socket);
        return completed.channel();
      }
      step.outgoing().forEach(socket::write);
      if (step.next() instanceof ClientHandshakeState.Refused refused) {
        throw explain.refused(refused.alert());
      }
      try {
        Optional<Frame> frame = socket.read();
        if (frame.isEmpty()) {
          step.next().destroy();
          throw explain.hungUpInHandshake();
        }
        step = handshake.receive(step.next(), frame.get());
      } catch (ProtocolException e) {
        socket.write(handshake.alert(step.next(), e.alert()));
        throw explain.rejected(e);
      }
    }
  }
}
