package org.securechat.client.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import org.securechat.client.ClientException;
import org.securechat.client.identity.OwnNames;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RequestCodec;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.ServerMessageCodec;
import org.securechat.protocol.channel.Received;
import org.securechat.protocol.channel.SecureChannel;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.ProtocolException;

/**
 * An established connection. Thread-safe: any thread may ask; answers find their request, pushes go
 * to the listener in the order of the wire.
 */
public final class ChatConnection implements AutoCloseable {
  private static final Duration PING_AFTER = Duration.ofSeconds(20);
  private static final Duration DEAD_AFTER = Duration.ofSeconds(70);

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

  private static final Set<String> TYPES =
      Set.of("ok", "error", "message", "presence", "receipt", "notice");
  private static final int MAX_TYPE_LENGTH = 32;

  private final ConnectionSettings settings;
  private final ConnectionErrorMessages explain;
  private final FrameSocket socket;
  private final SecureChannel channel;
  private final Listener listener;
  private final PendingAnswers pending = new PendingAnswers();
  private final ScheduledExecutorService watchdog;
  private final AtomicBoolean pinging = new AtomicBoolean();
  private final AtomicBoolean over = new AtomicBoolean();
  private final CountDownLatch read = new CountDownLatch(1);
  private volatile boolean leaving;
  private volatile long lastHeard = System.nanoTime();

  /**
   * Receives what no request asked for. Called on the reader's thread; must not wait for anything.
   */
  public interface Listener {
    /** A push, or a receipt that answers {@code bye}. */
    void pushed(ServerMessage message);

    /** The connection is no more. Called once. Empty if this side said good-bye. */
    void ended(Optional<ConnectionException> why);
  }

  private ChatConnection(
      ConnectionSettings settings, FrameSocket socket, SecureChannel channel, Listener listener) {
    this.settings = settings;
    this.explain = new ConnectionErrorMessages(settings);
    this.socket = socket;
    this.channel = channel;
    this.listener = listener;
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(2, work -> daemon(work, "securechat-watchdog"));
    timer.setRemoveOnCancelPolicy(true);
    this.watchdog = timer;
  }

  /**
   * Connects, shakes hands and starts to listen. Waits at most the settings' connect limit and the
   * protocol's handshake limit.
   *
   * @throws ConnectionException if either side does not want to
   */
  public static ChatConnection open(ConnectionSettings settings, Listener listener)
      throws ConnectionException {
    FrameSocket socket = Connector.connect(settings);
    SecureChannel channel = Connector.shakeHands(settings, socket);
    ChatConnection connection = new ChatConnection(settings, socket, channel, listener);
    // Before the reader, which may come to the end at once and stop the watchdog.
    var _ =
        connection.watchdog.scheduleWithFixedDelay(
            connection::watch, PING_AFTER.toSeconds(), PING_AFTER.toSeconds(), TimeUnit.SECONDS);
    daemon(connection::readAll, "securechat-reader").start();
    return connection;
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** The channel binding, 64 hex digits: what every message of this connection is bound to. */
  public String channelBinding() {
    return channel.channelBinding();
  }

  /** Whom this is connected to. */
  public PeerIdentity server() {
    return channel.peer();
  }

  /** Whether requests still make sense. */
  public boolean isOpen() {
    return !over.get();
  }

  /**
   * Asks and waits for the answer.
   *
   * @param request makes the request from its number
   * @throws RequestRefusedException if the server says no
   * @throws ConnectionException if there is no answer in time, or no connection
   */
  public <A extends Answer> A ask(LongFunction<Request> request, Class<A> shape)
      throws ClientException {
    ServerMessage answer = exchange(request);
    try {
      if (answer instanceof Ok ok) {
        return ok.as(shape);
      }
    } catch (JsonException e) {
      throw malformed(e);
    }
    throw malformed(new JsonException("an answer of another kind"));
  }

  /** Asks for a receipt of this session's part of a room. */
  public ServerMessage.ReceiptMessage askReceipt(String room) throws ClientException {
    return askReceipt(id -> new Request.ReceiptRequest(id, room));
  }

  /** Asks for a receipt of these lines. */
  public ServerMessage.ReceiptMessage askReceipt(String room, long first, long last)
      throws ClientException {
    return askReceipt(
        id -> new Request.ReceiptRequest(id, room, OptionalLong.of(first), OptionalLong.of(last)));
  }

  private ServerMessage.ReceiptMessage askReceipt(LongFunction<Request> request)
      throws ClientException {
    ServerMessage answer = exchange(request);
    if (answer instanceof ServerMessage.ReceiptMessage receipt) {
      return receipt;
    }
    throw malformed(new JsonException("an answer of another kind"));
  }

  private ServerMessage exchange(LongFunction<Request> request) throws ClientException {
    long id = pending.open();
    Request made = request.apply(id);
    try {
      send(made);
    } catch (ClientException e) {
      pending.forget(id);
      throw e;
    }
    ServerMessage answer = pending.await(id, settings.answerLimit(), explain.noAnswer(made));
    if (answer instanceof ServerMessage.Failure failure) {
      throw new RequestRefusedException(made, failure, OwnNames.of(settings.credentials().leaf()));
    }
    return answer;
  }

  private void send(Request request) throws ClientException {
    byte[] bytes = RequestCodec.write(request);
    try {
      if (bytes.length > SecureChannel.MAX_DATA) {
        throw new ClientException("that is too long to be sent", "Split it.");
      }
      if (!channel.send(bytes, socket::write)) {
        throw pending.reason().orElse(explain.lost("it was closed", null));
      }
    } catch (UncheckedIOException e) {
      throw unwritable(e);
    } finally {
      // A login's bytes hold its key.
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** The reader may know better why: a server that refuses says so and hangs up. */
  private ClientException unwritable(UncheckedIOException gone) {
    try {
      read.await(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    ConnectionException why = explain.lost("it cannot be written to", gone);
    end(Optional.of(why));
    return pending.reason().orElse(why);
  }

  /**
   * Says good-bye and waits until the server has sent its receipts and closed, or the limit is
   * over. The connection is closed afterwards in any case.
   *
   * @return whether the server took its leave properly
   */
  public boolean bye(Duration limit) {
    leaving = true;
    try {
      long id = pending.open();
      send(new Request.Bye(id));
      pending.forget(id);
      return read.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ClientException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      close();
    }
  }

  /** Ends the connection at once and without good-bye. Idempotent. */
  @Override
  public void close() {
    leaving = true;
    end(Optional.empty());
  }

  private void readAll() {
    Optional<ConnectionException> why;
    try {
      why = readUntilEnd();
    } catch (ProtocolException e) {
      alert(e.alert());
      why = Optional.of(explain.rejected(e));
    } catch (IOException e) {
      why = Optional.of(explain.lost("the network failed", e));
    } catch (RuntimeException e) {
      alert(AlertCode.INTERNAL_ERROR);
      why = Optional.of(explain.lost(e.toString(), e));
    }
    end(leaving ? Optional.empty() : why);
    read.countDown();
  }

  private Optional<ConnectionException> readUntilEnd() throws IOException, ProtocolException {
    while (true) {
      Optional<Frame> frame = socket.read();
      if (frame.isEmpty()) {
        return Optional.of(explain.lost("the server is gone", null));
      }
      lastHeard = System.nanoTime();
      Received received = channel.receive(frame.get());
      switch (received) {
        case Received.Data data -> deliver(data.data());
        case Received.KeyUpdated _ -> {
          // The channel has changed its key; nothing else changes.
        }
        case Received.Alerted alerted -> {
          return Optional.of(explain.refused(alerted.code()));
        }
        case Received.Closed _ -> {
          return Optional.of(explain.lost("the server closed it", null));
        }
      }
    }
  }

  private void deliver(byte[] document) throws ProtocolException {
    try {
      ServerMessage message = ServerMessageCodec.read(document);
      if (!pending.complete(message) && isPush(message)) {
        listener.pushed(message);
      }
    } catch (JsonException e) {
      if (!isOfUnknownType(document)) {
        throw new ProtocolException(AlertCode.BAD_FRAME, e.getMessage(), e);
      }
    }
  }

  /** A later version of the protocol may have more to say. */
  private static boolean isOfUnknownType(byte[] document) {
    try {
      return !TYPES.contains(Json.text(Json.parse(document), "type", MAX_TYPE_LENGTH));
    } catch (JsonException _) {
      return false;
    }
  }

  // An answer that comes after its request has given up is dropped.
  private static boolean isPush(ServerMessage message) {
    return switch (message) {
      case Ok _, ServerMessage.Failure _ -> false;
      case ServerMessage.MessagePush _,
          ServerMessage.Presence _,
          ServerMessage.ReceiptMessage _,
          ServerMessage.Notice _ ->
          true;
    };
  }

  private void alert(AlertCode code) {
    try {
      channel.sendAlert(code, socket::write);
    } catch (UncheckedIOException _) {
      // The peer is not there to be told.
    }
  }

  private void watch() {
    Duration silence = Duration.ofNanos(System.nanoTime() - lastHeard);
    if (silence.compareTo(DEAD_AFTER) > 0) {
      end(Optional.of(explain.lost("the server has fallen silent", null)));
    } else if (silence.compareTo(PING_AFTER) >= 0 && pinging.compareAndSet(false, true)) {
      // On the other thread: a write can block for as long as the server does not read.
      watchdog.execute(this::ping);
    }
  }

  private void ping() {
    try {
      ask(Request.Ping::new, Answer.Empty.class);
    } catch (ClientException _) {
      // The next look at the silence decides.
    } finally {
      pinging.set(false);
    }
  }

  private void end(Optional<ConnectionException> why) {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    watchdog.shutdownNow();
    if (why.isEmpty()) {
      sayClose();
    }
    socket.close();
    pending.end(why.orElse(explain.lost("it was closed", null)));
    channel.destroy();
    listener.ended(why);
  }

  private void sayClose() {
    Thread last =
        daemon(
            () -> {
              try {
                channel.sendClose(socket::write);
              } catch (UncheckedIOException _) {
                // The peer closed first.
              }
            },
            "securechat-close");
    last.start();
    try {
      // Not for ever: a peer that does not read any more would have us wait.
      last.join(CLOSE_LIMIT.toMillis());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private ConnectionException malformed(JsonException fault) {
    return explain.rejected(new ProtocolException(AlertCode.BAD_FRAME, fault.getMessage(), fault));
  }
}
