package org.securechat.it.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RequestCodec;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.RoomListing;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.ServerMessageCodec;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.channel.Received;
import org.securechat.protocol.channel.SecureChannel;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.crypto.KdfParameters;
import org.securechat.protocol.crypto.PasswordKey;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.evidence.After;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.ReceiptSigning;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.handshake.ClientHandshake;
import org.securechat.protocol.handshake.ClientHandshakeState;
import org.securechat.protocol.handshake.ClientStep;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.name.Names;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.ProtocolException;

/** One device of one user. Thread-safe, except that messages are sent from one thread at a time. */
public final class TestClient implements AutoCloseable {

  /** How long any answer may take on a busy machine. */
  public static final Duration LIMIT = Duration.ofSeconds(30);

  /** No room has it. */
  private static final UUID NOWHERE = UUID.fromString("00000000-0000-4000-8000-000000000000");

  private final Credentials credentials;
  private final ClientHandshake handshake;
  private final CompletableFuture<SecureChannel> channel = new CompletableFuture<>();
  private final CompletableFuture<ConnectionEnd> ending = new CompletableFuture<>();
  private final Map<Long, Pending<?>> pending = new ConcurrentHashMap<>();
  private final Map<String, UUID> roomIds = new ConcurrentHashMap<>();
  private final Map<String, RoomView> rooms = new ConcurrentHashMap<>();
  private final Queue<ServerMessage> others = new ConcurrentLinkedQueue<>();
  private final AtomicLong ids = new AtomicLong();
  private final FrameChannel wire;
  private volatile String user;
  private ClientHandshakeState state;
  private boolean program;
  private long nextSequence = 1;

  private TestClient(
      ClientLoop loop,
      Optional<InetAddress> from,
      InetSocketAddress server,
      ClientHandshake.Settings settings) {
    this.credentials = settings.credentials();
    this.handshake = new ClientHandshake(settings);
    ClientStep first = handshake.start();
    this.state = first.next();
    this.wire = loop.connect(from, server, new FromServer());
    first.outgoing().forEach(frame -> wire.send(frame.encoded()));
  }

  /** Connects and begins the handshake. */
  public static TestClient connect(
      ClientLoop loop, InetSocketAddress server, Credentials credentials, CertificateRules rules) {
    return connect(loop, server, credentials, rules, settings -> settings);
  }

  /** As above, with other settings for the handshake. */
  public static TestClient connect(
      ClientLoop loop,
      InetSocketAddress server,
      Credentials credentials,
      CertificateRules rules,
      UnaryOperator<ClientHandshake.Settings> change) {
    ClientHandshake.Settings usual =
        ClientHandshake.Settings.of(credentials, rules, server.getHostString(), Clock.systemUTC());
    return new TestClient(loop, Optional.empty(), server, change.apply(usual));
  }

  /** Connects from one address of this machine, of which Linux has many. */
  public static TestClient connectFrom(
      String address,
      ClientLoop loop,
      InetSocketAddress server,
      Credentials credentials,
      CertificateRules rules) {
    return new TestClient(
        loop,
        Optional.of(InetAddress.ofLiteral(address)),
        server,
        ClientHandshake.Settings.of(credentials, rules, server.getHostString(), Clock.systemUTC()));
  }

  /** Waits for a future of this client, and gives the refusal or failure as it is. */
  public static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("no answer within " + LIMIT, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The channel, once this side has completed the handshake. */
  public SecureChannel channel() {
    return await(channel);
  }

  /** How the connection ended; waits for that. */
  public ConnectionEnd ending() {
    return await(ending);
  }

  /** Whether the connection has ended. */
  public boolean isOver() {
    return ending.isDone();
  }

  /** Asks, and gives the answer as the kind that belongs to the request. */
  public <A extends Answer> CompletableFuture<A> ask(
      LongFunction<Request> request, Class<A> answer) {
    return ask(request, answer, found -> {});
  }

  /**
   * @param first runs before anything that the server says later is looked at
   */
  private <A extends Answer> CompletableFuture<A> ask(
      LongFunction<Request> request, Class<A> answer, Consumer<A> first) {
    long id = ids.incrementAndGet();
    Pending<A> waiting = new Pending<>(answer, first, new CompletableFuture<>());
    pending.put(id, waiting);
    sendData(RequestCodec.write(request.apply(id)));
    var _ =
        ending.thenAccept(
            end -> waiting.fail(new IllegalStateException("connection over: " + end)));
    return waiting.future;
  }

  /** Sends application data of any kind in a proper record. */
  public void sendData(byte[] data) {
    channel().send(data, this::sendFrame);
  }

  /** Sends a frame of any kind. */
  public void sendFrame(Frame frame) {
    wire.send(frame.encoded());
  }

  /** Sends bytes of any kind. */
  public void sendBytes(byte[] bytes) {
    wire.send(bytes);
  }

  /** Reads nothing more, without closing. */
  public void stopReading() {
    wire.deaf();
  }

  /** Makes the account that the certificate names. */
  public TestClient register(String username, String password) {
    byte[] salt = SecretBytes.random(PasswordKey.SALT_LENGTH).expose();
    try (SecretBytes key =
        PasswordKey.derive(password.toCharArray(), salt, KdfParameters.DEFAULT)) {
      return registerWithKey(username, salt, key);
    }
  }

  /** As {@link #register}, with a key that the caller has derived. */
  public TestClient registerWithKey(String username, byte[] salt, SecretBytes key) {
    await(
        ask(
            id -> new Request.Register(id, username, salt, KdfParameters.DEFAULT, key),
            Answer.Empty.class));
    return this;
  }

  /** Asks for salt and parameters, derives the key and logs in. */
  public Answer.LoginAnswer login(String username, String password) {
    Answer.KdfAnswer kdf = await(ask(id -> new Request.Kdf(id, username), Answer.KdfAnswer.class));
    try (SecretBytes key = PasswordKey.derive(password.toCharArray(), kdf.salt(), kdf.kdf())) {
      return loginWithKey(username, key);
    }
  }

  /** Logs in with a key that has been derived before. */
  public Answer.LoginAnswer loginWithKey(String username, SecretBytes key) {
    return login(id -> new Request.Login(id, username, Optional.of(key)));
  }

  /** Logs in with a request of the caller's. */
  public Answer.LoginAnswer login(LongFunction<Request> login) {
    return await(ask(login, Answer.LoginAnswer.class, this::loggedIn));
  }

  private void loggedIn(Answer.LoginAnswer answer) {
    user = answer.user();
    nextSequence = answer.nextSeq();
    answer.rooms().stream().filter(RoomInfo::member).forEach(this::follow);
  }

  private void follow(RoomInfo room) {
    roomIds.put(room.name(), UUID.fromString(room.id()));
    rooms.computeIfAbsent(room.name(), name -> new RoomView(room.position(), room.chain()));
  }

  /** Makes a room and is in it. */
  public RoomInfo create(String room, Visibility visibility) {
    return enter(id -> new Request.Create(id, room, visibility));
  }

  /** Enters a room. */
  public RoomInfo join(String room) {
    return enter(id -> new Request.Join(id, room));
  }

  private RoomInfo enter(LongFunction<Request> request) {
    return await(ask(request, Answer.RoomAnswer.class, answer -> follow(answer.room()))).room();
  }

  /** What has been seen of a room since it was entered, or since login. */
  public RoomView room(String name) {
    RoomView view = rooms.get(name);
    if (view == null) {
      throw new IllegalArgumentException(user + " is not in " + name + " but in " + rooms.keySet());
    }
    return view;
  }

  /** Everything else that the server sent without being asked, in order. */
  public List<ServerMessage> others() {
    return List.copyOf(others);
  }

  /** Signs and sends the next message to a room. */
  public CompletableFuture<Answer.SentAnswer> say(String room, String text) {
    return send(room, sign(payload(room, text)));
  }

  /** As {@link #say(String, String)}, for what may be about another message. */
  public CompletableFuture<Answer.SentAnswer> say(String room, MessageContent content) {
    return send(room, sign(payload(room, content)));
  }

  /** Signs and sends the next message to a user, in a room that is made if it is not there. */
  public CompletableFuture<Answer.SentAnswer> tell(String partner, String text) {
    String room = Names.directRoom(user, partner);
    if (!rooms.containsKey(room)) {
      direct(partner);
    }
    return say(room, text);
  }

  /** Has a direct room made, or finds it. */
  public RoomInfo direct(String partner) {
    return await(
            ask(
                id -> new Request.Direct(id, partner),
                Answer.RoomAnswer.class,
                answer -> {
                  RoomInfo made = answer.room();
                  roomIds.put(made.name(), UUID.fromString(made.id()));
                  // Its first line was pushed, and the answer stands for the second.
                  rooms.merge(
                      made.name(),
                      new RoomView(made.position(), made.chain()),
                      (seen, now) -> seen.position() < now.position() ? now : seen);
                }))
        .room();
  }

  /** The rooms that the user is in, and the others that all users find, page by page. */
  public List<RoomInfo> listRooms() {
    List<RoomInfo> all = new ArrayList<>(listRooms(RoomListing.MEMBER));
    listRooms(RoomListing.PUBLIC).stream().filter(room -> !room.member()).forEach(all::add);
    return all;
  }

  private List<RoomInfo> listRooms(RoomListing listing) {
    List<RoomInfo> all = new ArrayList<>();
    boolean more = true;
    while (more) {
      Optional<String> after = all.isEmpty() ? Optional.empty() : Optional.of(all.getLast().name());
      Answer.RoomsAnswer page =
          await(ask(id -> new Request.Rooms(id, listing, after, 1_000), Answer.RoomsAnswer.class));
      all.addAll(page.rooms());
      more = page.more();
    }
    return all;
  }

  /** The sender is sent no copy: the answer has all that is needed to write the line oneself. */
  private void sent(Answer.SentAnswer answer, SignedMessage message) {
    String line =
        TranscriptLine.of(
                answer.position(), answer.receivedAt(), user, certificateSha256(), message)
            .format();
    add(
        new Entry(
            answer.room(),
            answer.position(),
            answer.receivedAt(),
            line,
            answer.chain(),
            Optional.of(message)));
  }

  private void add(Entry entry) {
    rooms
        .computeIfAbsent(entry.room(), name -> new RoomView(entry.position() - 1, null))
        .add(entry);
  }

  /** The hash by which lines name this user's certificate. */
  public String certificateSha256() {
    return Digests.sha256Hex(credentials.encodedChain().get(0));
  }

  /** A payload as it has to be, with this session's next number. */
  public MessagePayload payload(String room, String text) {
    return payload(room, new MessageContent.Text(List.of(), text));
  }

  /** From now on it signs as a program does. */
  public TestClient asProgram() {
    program = true;
    return this;
  }

  /** As {@link #payload(String, String)}, for what may be about another message. */
  public MessagePayload payload(String room, MessageContent content) {
    RoomView view = rooms.get(room);
    if (view != null && !roomIds.containsKey(room)) {
      // PROTOCOL.md 7.8: of a room that is known by a push alone, the server is asked for the id.
      RoomInfo info =
          await(ask(id -> new Request.RoomRequest(id, room), Answer.RoomAnswer.class)).room();
      roomIds.put(room, UUID.fromString(info.id()));
    }
    After after = view == null ? After.nothing(NOWHERE) : view.after();
    return MessagePayload.create(
        program ? content.kind().ofPrograms() : content.kind(),
        channel().channelBinding(),
        room,
        ids(room),
        user,
        nextSequence++,
        after,
        Clock.systemUTC().instant(),
        content);
  }

  /** The id of a room that was entered or listed; of another, that of none. */
  public UUID ids(String room) {
    return roomIds.getOrDefault(room, NOWHERE);
  }

  /** Sends a message of any kind to a room. */
  public CompletableFuture<Answer.SentAnswer> send(String room, SignedMessage message) {
    return ask(
        id -> new Request.Send(id, room, message),
        Answer.SentAnswer.class,
        answer -> sent(answer, message));
  }

  /** Signs a payload of any kind with this user's key. */
  public SignedMessage sign(MessagePayload payload) {
    byte[] bytes = payload.encode();
    return new SignedMessage(bytes, credentials.sign(bytes));
  }

  /** A room's lines after a position, all pages of them. */
  public List<Entry> history(String room, long after) {
    List<Entry> all = new ArrayList<>();
    boolean more = true;
    while (more) {
      long from = all.isEmpty() ? after : all.get(all.size() - 1).position();
      Answer.HistoryAnswer page =
          await(
              ask(
                  id -> new Request.History(id, room, from, Request.History.MAX_LIMIT),
                  Answer.HistoryAnswer.class));
      all.addAll(page.entries());
      more = page.more();
    }
    return all;
  }

  /** A receipt for the whole room. */
  public ServerMessage.ReceiptMessage receipt(String room) {
    long id = ids.incrementAndGet();
    Pending<ServerMessage.ReceiptMessage> waiting =
        new Pending<>(ServerMessage.ReceiptMessage.class, found -> {}, new CompletableFuture<>());
    pending.put(id, waiting);
    sendData(RequestCodec.write(new Request.ReceiptRequest(id, room)));
    return await(waiting.future);
  }

  /** Verifies a receipt, with the certificate that it names. */
  public void verify(ServerMessage.ReceiptMessage receipt, CertificateRules rules)
      throws Exception {
    String sha256 = Receipt.parse(receipt.receipt()).certificate();
    byte[] der =
        await(ask(id -> new Request.CertificateRequest(id, sha256), Answer.CertificateAnswer.class))
            .certificate();
    ReceiptSigning.verify(receipt.receipt(), receipt.signature(), List.of(certificate(der)), rules);
  }

  private static X509Certificate certificate(byte[] der) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  /** Leaves in good order; the receipts are among {@link #others} afterwards. */
  public ConnectionEnd bye() {
    await(ask(Request.Bye::new, Answer.Empty.class));
    return ending();
  }

  /** Vanishes. */
  @Override
  public void close() {
    wire.close();
  }

  @Override
  public String toString() {
    return "TestClient[" + user + "]";
  }

  private record Pending<T>(Class<T> kind, Consumer<T> first, CompletableFuture<T> future) {
    void take(ServerMessage message) throws JsonException {
      if (message instanceof ServerMessage.Failure failure) {
        fail(new RequestRefusedException(failure.code(), failure.detail()));
      } else if (message instanceof Ok ok && Answer.class.isAssignableFrom(kind)) {
        complete(kind.cast(ok.as(kind.asSubclass(Answer.class))));
      } else {
        complete(kind.cast(message));
      }
    }

    private void complete(T answer) {
      first.accept(answer);
      future.complete(answer);
    }

    void fail(RuntimeException reason) {
      future.completeExceptionally(reason);
    }
  }

  /** Everything here runs on the loop's thread, in the order of arrival. */
  private final class FromServer implements FrameChannel.Receiver {
    private AlertCode alert;
    private boolean closed;
    private String fault = "";

    @Override
    public void frame(byte[] payload) {
      try {
        Frame frame = Frame.parse(payload);
        if (channel.isDone()) {
          record(channel.getNow(null).receive(frame));
        } else {
          advance(handshake.receive(state, frame));
        }
      } catch (ProtocolException | JsonException | RuntimeException e) {
        // What had already arrived is taken in a state that it does not fit.
        fault = fault.isEmpty() ? "this side failed: " + e : fault;
        close();
      }
    }

    private void advance(ClientStep step) {
      state = step.next();
      step.outgoing().forEach(frame -> wire.send(frame.encoded()));
      if (state instanceof ClientHandshakeState.Completed completed) {
        channel.complete(completed.channel());
      } else if (state instanceof ClientHandshakeState.Refused refused) {
        alert = refused.alert();
      }
    }

    private void record(Received received) throws JsonException {
      if (received instanceof Received.Data data) {
        message(ServerMessageCodec.read(data.data()));
      } else if (received instanceof Received.Alerted alerted) {
        alert = alerted.code();
      } else if (received instanceof Received.Closed) {
        closed = true;
      }
    }

    private void message(ServerMessage message) throws JsonException {
      long re = re(message);
      Pending<?> waiting = re == 0 ? null : pending.remove(re);
      if (waiting != null) {
        waiting.take(message);
      } else if (message instanceof ServerMessage.MessagePush push) {
        add(push.entry());
      } else {
        others.add(message);
      }
    }

    private long re(ServerMessage message) {
      if (message instanceof Ok ok) {
        return ok.re();
      }
      if (message instanceof ServerMessage.Failure failure) {
        return failure.re();
      }
      return message instanceof ServerMessage.ReceiptMessage receipt ? receipt.re().orElse(0) : 0;
    }

    @Override
    public void ended(Optional<IOException> failure) {
      String reason = fault + failure.map(IOException::toString).orElse(" end of stream");
      ConnectionEnd end = new ConnectionEnd(Optional.ofNullable(alert), closed, reason);
      ending.complete(end);
      channel.completeExceptionally(new IllegalStateException("no handshake: " + end));
    }
  }
}
