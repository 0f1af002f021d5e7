package org.securechat.client.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.securechat.client.ClientException;
import org.securechat.client.connection.ConnectionException;
import org.securechat.client.connection.ConnectionSettings;
import org.securechat.client.connection.EstablishedChannel;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RequestCodec;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.ServerMessageCodec;
import org.securechat.protocol.json.JsonException;

/** One user's connection. Any thread asks and sends; one thread of its own receives. */
final class LoadConnection implements AutoCloseable {
  private static final long CLOSE_SECONDS = 10;

  private final ConnectionSettings settings;
  private final BenchUser user;
  private final EstablishedChannel channel;
  private final Map<Long, CompletableFuture<ServerMessage>> waiting = new ConcurrentHashMap<>();
  private final AtomicLong lastId = new AtomicLong();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile Traffic traffic = new NoTraffic();
  private volatile Optional<ConnectionException> end = Optional.empty();
  private volatile boolean leaving;
  private volatile boolean closedProperly;

  /** Takes what comes without having been waited for. Called on the receiving thread. */
  interface Traffic {
    /** Whether this is a push as it was expected, so that it needs no reading. */
    boolean again(byte[] document, long now);

    void pushed(ServerMessage.MessagePush push, byte[] document, long now);

    void answered(long re, ServerMessage answer, long now) throws JsonException;

    /** The connection is no more, and this side did not end it. */
    void lost(ConnectionException why);
  }

  private static final class NoTraffic implements Traffic {
    @Override
    public boolean again(byte[] document, long now) {
      return false;
    }

    @Override
    public void pushed(ServerMessage.MessagePush push, byte[] document, long now) {}

    @Override
    public void answered(long re, ServerMessage answer, long now) {}

    @Override
    public void lost(ConnectionException why) {}
  }

  private LoadConnection(ConnectionSettings settings, BenchUser user, EstablishedChannel channel) {
    this.settings = settings;
    this.user = user;
    this.channel = channel;
  }

  /**
   * Connects, shakes hands and begins to receive.
   *
   * @param readAhead bytes that are read at once
   */
  static LoadConnection open(BenchTarget target, BenchUser user, int readAhead)
      throws ClientException {
    ConnectionSettings settings = target.connection(user);
    ThreadFactory threads = target.threads();
    try {
      EstablishedChannel channel = EstablishedChannel.open(settings, threads, readAhead);
      LoadConnection connection = new LoadConnection(settings, user, channel);
      threads.newThread(connection::receiveAll).start();
      return connection;
    } catch (ConnectionException e) {
      throw ServerLimits.explain(e);
    }
  }

  BenchUser user() {
    return user;
  }

  String channelBinding() {
    return channel.channelBinding();
  }

  /** Has pushes and answers that no thread waits for taken in. */
  void listen(Traffic listener) {
    traffic = listener;
  }

  /** Logs in (PROTOCOL.md §7.3); the key is known, since deriving it is no work of the server. */
  List<RoomInfo> login() throws ClientException {
    ask(id -> new Request.Kdf(id, user.name()), Answer.KdfAnswer.class);
    Answer.LoginAnswer answer =
        ask(
            id -> new Request.Login(id, user.name(), Optional.of(user.key())),
            Answer.LoginAnswer.class);
    if (!answer.user().equals(user.name())) {
      throw new ClientException("the server logged " + user.name() + " in as another user");
    }
    List<RoomInfo> rooms = new ArrayList<>(answer.rooms());
    boolean more = answer.more();
    while (more) {
      String last = rooms.getLast().name();
      Answer.RoomsAnswer page = ask(id -> BenchRooms.page(id, last), Answer.RoomsAnswer.class);
      rooms.addAll(page.rooms());
      more = page.more() && !page.rooms().isEmpty();
    }
    return rooms;
  }

  /** Opens the account. */
  void register() throws ClientException {
    ask(
        id -> new Request.Register(id, user.name(), user.salt(), BenchUser.PARAMETERS, user.key()),
        Answer.Empty.class);
  }

  /** Asks and waits for the answer. */
  <A extends Answer> A ask(LongFunction<Request> request, Class<A> shape) throws ClientException {
    long id = lastId.incrementAndGet();
    CompletableFuture<ServerMessage> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    // After the put: either the end sees this request, or this sees the end.
    end.ifPresent(answer::completeExceptionally);
    Request made = request.apply(id);
    try {
      channel.sendSecret(RequestCodec.write(made));
      return granted(made, await(answer), shape);
    } finally {
      waiting.remove(id);
    }
  }

  private ServerMessage await(CompletableFuture<ServerMessage> answer) throws ClientException {
    try {
      return answer.get(settings.answerLimit().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      throw new ClientException(
          "the server did not answer " + user.name() + " in time", "Is it overloaded?");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ConnectionException lost
          ? ServerLimits.explain(lost)
          : new ClientException("the connection of " + user.name() + " failed", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new ClientException("interrupted");
    }
  }

  private <A extends Answer> A granted(Request made, ServerMessage answer, Class<A> shape)
      throws ClientException {
    try {
      return switch (answer) {
        case Ok ok -> ok.as(shape);
        case ServerMessage.Failure failure ->
            throw new RefusedLoadException(user.name(), made, failure);
        case ServerMessage.MessagePush _,
            ServerMessage.Presence _,
            ServerMessage.ReceiptMessage _,
            ServerMessage.Notice _ ->
            throw new JsonException("an answer of another kind");
      };
    } catch (JsonException e) {
      throw new ClientException("the server's answer is malformed: " + e.getMessage());
    }
  }

  /** The number of the next request that is not waited for. */
  long nextId() {
    return lastId.incrementAndGet();
  }

  /** Sends a request whose answer goes to the listener. */
  void send(byte[] document) throws ConnectionException {
    channel.send(document);
  }

  private void receiveAll() {
    try {
      Optional<byte[]> document = channel.receive();
      while (document.isPresent()) {
        received(document.get(), System.nanoTime());
        document = channel.receive();
      }
      closedProperly = true;
      ended(ConnectionException.closed(settings.server()));
    } catch (ConnectionException e) {
      ended(e);
    } catch (JsonException | RuntimeException e) {
      ended(ConnectionException.malformed(settings.server(), e));
    } finally {
      over.countDown();
    }
  }

  private void ended(ConnectionException why) {
    end = Optional.of(why);
    waiting.values().forEach(answer -> answer.completeExceptionally(why));
    if (!leaving) {
      traffic.lost(why);
    }
  }

  private void received(byte[] document, long now) throws JsonException {
    if (traffic.again(document, now)) {
      return;
    }
    ServerMessage message = ServerMessageCodec.read(document);
    switch (message) {
      case Ok ok -> answered(ok.re(), message, now);
      case ServerMessage.Failure failure -> answered(failure.re(), message, now);
      case ServerMessage.MessagePush push -> traffic.pushed(push, document, now);
      case ServerMessage.Presence _, ServerMessage.ReceiptMessage _, ServerMessage.Notice _ -> {
        // Nothing of what is measured.
      }
    }
  }

  private void answered(long re, ServerMessage answer, long now) throws JsonException {
    CompletableFuture<ServerMessage> asked = waiting.get(re);
    if (asked == null) {
      traffic.answered(re, answer, now);
    } else {
      asked.complete(answer);
    }
  }

  /** Takes leave and waits until the server has closed in good order (PROTOCOL.md §7.7). */
  void bye() throws ClientException {
    leaving = true;
    try {
      ask(Request.Bye::new, Answer.Empty.class);
      if (!over.await(CLOSE_SECONDS, TimeUnit.SECONDS) || !closedProperly) {
        throw new ClientException("the server did not close the connection of " + user.name());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  /** Ends it at once. Idempotent. */
  @Override
  public void close() {
    leaving = true;
    channel.close();
  }
}
