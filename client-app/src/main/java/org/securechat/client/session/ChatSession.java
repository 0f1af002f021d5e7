package org.securechat.client.session;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;
import org.securechat.client.ClientException;
import org.securechat.client.connection.ChatConnection;
import org.securechat.client.connection.ConnectionException;
import org.securechat.client.connection.RequestRefusedException;
import org.securechat.client.identity.Identity;
import org.securechat.client.lists.RoomList;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.ServerMessage.ReceiptMessage;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.After;
import org.securechat.protocol.evidence.Kind;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.name.Names;

/**
 * A user, logged in. Thread-safe: any thread may call; what happens is told to the listener in
 * order, on the session's own thread.
 */
public final class ChatSession implements AutoCloseable {
  private static final int SEND_ATTEMPTS = 3;
  private static final Duration BYE_LIMIT = Duration.ofSeconds(10);
  private static final Duration RECONNECT_WAIT = Duration.ofMinutes(2);

  private final SessionSettings settings;
  private final SessionWorker worker;
  private final ReentrantLock sending = new ReentrantLock();
  private final Credentials credentials;
  private final String certificateSha256;

  private ChatSession(SessionSettings settings, SessionWorker worker) throws ClientException {
    this.settings = settings;
    this.worker = worker;
    this.credentials = settings.connection().credentials();
    this.certificateSha256 = Digests.sha256Hex(credentials.encodedChain().get(0));
  }

  /**
   * Connects and logs in.
   *
   * @param everything whether every room that speaks up is followed, not only those asked for
   */
  public static ChatSession open(
      SessionSettings settings, SessionListener listener, boolean everything)
      throws ClientException {
    SessionWorker worker = new SessionWorker(settings, listener, everything);
    try {
      ChatSession session = new ChatSession(settings, worker);
      worker.start();
      return session;
    } catch (ClientException | RuntimeException e) {
      worker.stop();
      throw e;
    }
  }

  /** The account's name, which may differ from what was typed at login. */
  public String user() {
    return worker.user();
  }

  /** Whether there is a connection at present. */
  public boolean isConnected() {
    return worker.present().isPresent();
  }

  /**
   * Waits until there is a connection.
   *
   * @return false if there is none after that time
   */
  public boolean awaitConnection(Duration limit) {
    try {
      var _ = worker.live(limit);
      return true;
    } catch (ClientException e) {
      return false;
    }
  }

  /** Whether the server knows the user as a program. */
  public boolean isBot() throws ClientException {
    return live().isBot();
  }

  /** The channel binding of the present connection. */
  public String channelBinding() throws ClientException {
    return live().connection().channelBinding();
  }

  private LoggedInConnection live() throws ClientException {
    return worker.live(RECONNECT_WAIT);
  }

  private ChatConnection connection() throws ClientException {
    return live().connection();
  }

  /** The rooms that the user is in, and after them the public ones. */
  public List<RoomInfo> rooms() throws ClientException {
    return RoomList.all(connection());
  }

  /** One room, if the user may know of it. */
  public Optional<RoomInfo> room(String name) throws ClientException {
    return RoomList.find(connection(), name);
  }

  /**
   * Asks for something that changes nothing here, and waits for the answer.
   *
   * @param request makes the request from its number
   */
  public <A extends Answer> A ask(LongFunction<Request> request, Class<A> shape)
      throws ClientException {
    return connection().ask(request, shape);
  }

  /**
   * Makes sure that the server takes a kind of message.
   *
   * @throws ClientException if it does not
   */
  public void requireKind(Kind kind) throws ClientException {
    live().requireKind(kind);
  }

  /** Creates a room and follows it. */
  public RoomInfo create(String room, Visibility visibility) throws ClientException {
    RoomInfo info = roomAnswer(id -> new Request.Create(id, room, visibility));
    follow(info);
    return info;
  }

  /** Becomes a member of a room and follows it. */
  public RoomInfo join(String room) throws ClientException {
    RoomInfo info = roomAnswer(id -> new Request.Join(id, room));
    follow(info);
    return info;
  }

  /** Ends the membership; the kept transcript of the room stays. */
  public void leave(String room) throws ClientException {
    roomAnswer(id -> new Request.Leave(id, room));
    worker.call(sync -> {
      sync.forget(room);
      return null;
    });
  }

  /** Lets a user into a room. */
  public void invite(String room, String user) throws ClientException {
    roomAnswer(id -> new Request.Invite(id, room, user));
  }

  private RoomInfo roomAnswer(LongFunction<Request> request) throws ClientException {
    return ask(request, Answer.RoomAnswer.class).room();
  }

  /**
   * Follows a room: everything that was missed is fetched, checked and told to the listener before
   * this returns, and from then on whatever arrives.
   */
  public void follow(String room) throws ClientException {
    follow(info(room));
  }

  private RoomInfo info(String room) throws ClientException {
    return room(room)
        .orElseThrow(() ->
            new ClientException(
                "there is no room '" + room + "' that you may enter",
                "'securechat rooms' lists the rooms; 'securechat create ROOM' creates one."));
  }

  private void follow(RoomInfo info) throws ClientException {
    ChatConnection live = connection();
    worker.call(sync -> sync.follow(live, info));
  }

  /** The newest lines of a followed room, checked again. */
  public List<RoomMessage> recent(String room, int count) throws ClientException {
    return worker.call(sync -> followed(sync, room).recent(count));
  }

  /** Lines first to last of a followed room, as far as they exist, checked again. */
  public List<RoomMessage> range(String room, long first, long last) throws ClientException {
    return worker.call(sync -> {
      SyncedRoom one = followed(sync, room);
      return one.range(Math.max(1, first), Math.min(last, one.transcript().position()));
    });
  }

  /**
   * Tells the lines of a followed room after a position, as far as they exist, checked again. On
   * the session's own thread, as the listener is told, so that no line comes in between.
   *
   * @param most so many at once
   * @param each takes a line and the chain value after it
   * @return how many there were
   */
  public int replay(
      String room, long after, int most, BiConsumer<RoomMessage, Optional<String>> each)
      throws ClientException {
    return worker.call(sync -> {
      SyncedRoom one = followed(sync, room);
      long last = Math.min(after + most, one.transcript().position());
      List<RoomMessage> lines = one.range(after + 1, last);
      lines.forEach(line -> each.accept(line, one.transcript().chainAt(line.position())));
      return lines.size();
    });
  }

  /**
   * Checks lines that the server has found in a room: payload, signature and certificate, and their
   * place in the chain as far as the room is kept here. Nothing of them is kept.
   *
   * @return oldest first
   */
  public List<RoomMessage.Found> judge(RoomInfo room, List<Entry> entries) throws ClientException {
    ChatConnection live = connection();
    return worker.call(sync -> sync.judge(live, room, entries));
  }

  /** Whether all lines of a followed room are verified and kept here, with what was said. */
  public boolean isWhole(String room) throws ClientException {
    return worker.call(sync -> followed(sync, room).isWhole());
  }

  /** The last line of a followed room that was verified here. */
  public After head(String room) throws ClientException {
    return worker.call(sync -> followed(sync, room).lastVerified());
  }

  /** The chain value after a line of a followed room; empty if there is no such line. */
  public Optional<String> chainAt(String room, long position) throws ClientException {
    return worker.call(sync -> followed(sync, room).transcript().chainAt(position));
  }

  /** The hash of what was said in a line of a followed room; empty if there is no such line. */
  public Optional<String> payloadAt(String room, long position) throws ClientException {
    return worker.call(
        sync -> followed(sync, room).lineAt(position).map(known -> known.line().payloadSha256()));
  }

  /** The id of a followed room. */
  public String roomId(String room) throws ClientException {
    return worker.call(sync -> followed(sync, room).id());
  }

  private static SyncedRoom followed(RoomSync sync, String room) throws ClientException {
    return sync.room(room)
        .orElseThrow(
            () -> new ClientException("room '" + room + "' is not followed", "Join it first."));
  }

  /**
   * Sends a message to a room; returns once it is durable and this client has checked its line.
   * After a lost connection its line is looked for, and it is sent once more only if there is and
   * will be none.
   *
   * @throws UnknownFateException if it may be in the record, and may not
   * @throws NotSentException if it is not in the record because there is no connection
   */
  public Answer.SentAnswer send(String room, String text) throws ClientException {
    return send(room, Draft.say(text));
  }

  /** As {@link #send(String, String)}, for what may be about another message. */
  public Answer.SentAnswer send(String room, Draft draft) throws ClientException {
    sending.lock();
    try {
      for (int attempt = 1; ; attempt++) {
        Optional<Answer.SentAnswer> sent = attempt(room, draft, attempt < SEND_ATTEMPTS);
        if (sent.isPresent()) {
          return sent.get();
        }
      }
    } finally {
      sending.unlock();
    }
  }

  /** Sends a message to one user, in the room of both, which is made if it is not there. */
  public Answer.SentAnswer sendTo(String user, String text) throws ClientException {
    return sendTo(user, Draft.say(text));
  }

  /** As {@link #sendTo(String, String)}, for what may be about another message. */
  public Answer.SentAnswer sendTo(String user, Draft draft) throws ClientException {
    String room;
    try {
      room = directRoom(user);
    } catch (ConnectionException e) {
      throw NotSentException.untried(e);
    }
    return send(room, draft);
  }

  /** The room of both, which is made if it is not there, and followed. */
  public String directRoom(String user) throws ClientException {
    Identity.username(user);
    String room = Names.directRoom(user(), user);
    if (worker.call(sync -> sync.room(room).isEmpty())) {
      follow(roomAnswer(id -> new Request.Direct(id, user)));
    }
    return room;
  }

  /**
   * Sends it once.
   *
   * @param again whether there may be another attempt
   * @return empty if it is certainly not in the record, and has to be sent once more
   */
  private Optional<Answer.SentAnswer> attempt(String room, Draft draft, boolean again)
      throws ClientException {
    LoggedInConnection live = liveToSend();
    Outgoing message = signed(live, room, draft);
    worker.outbox().add(message);
    Answer.SentAnswer answer;
    try {
      answer =
          live.connection()
              .ask(id -> new Request.Send(id, room, message.message()), Answer.SentAnswer.class);
    } catch (RequestRefusedException e) {
      live.refused(e.error());
      return refused(live, message, e, again);
    } catch (ConnectionException e) {
      return unanswered(live, message, e, again);
    }
    live.sent();
    // From here on it is sent, whatever happens to this client's own copy of the line.
    worker.outbox().answered(message, answer);
    worker.takeOwn(live, line(message, answer));
    worker.outbox().fate(message);
    return Optional.of(answer);
  }

  private LoggedInConnection liveToSend() throws ClientException {
    try {
      return live();
    } catch (ClientException e) {
      throw NotSentException.untried(e);
    }
  }

  private Outgoing signed(LoggedInConnection live, String room, Draft draft)
      throws ClientException {
    try {
      return sign(live, room, draft);
    } catch (ConnectionException e) {
      throw NotSentException.untried(e);
    }
  }

  private Outgoing sign(LoggedInConnection live, String room, Draft draft) throws ClientException {
    Place place = place(live, room, draft);
    Kind kind = place.content().kind();
    kind = live.isBot() ? kind.ofPrograms() : kind;
    live.requireKind(kind);
    String session = live.connection().channelBinding();
    try {
      byte[] payload =
          MessagePayload.create(
                  kind,
                  session,
                  room,
                  place.roomId(),
                  user(),
                  live.nextSeq(),
                  place.after(),
                  settings.connection().clock().instant(),
                  place.content())
              .encode();
      return new Outgoing(
          room,
          place.roomId().toString(),
          session,
          live.nextSeq(),
          draft.summary(),
          SignedMessage.sign(payload, credentials.scheme(), credentials.privateKey()));
    } catch (IllegalArgumentException e) {
      throw new ClientException("this cannot be sent: " + e.getMessage(), "Change the text.", e);
    }
  }

  /** Which room it is, the last line of it that was verified here, and what is said: all signed. */
  private Place place(LoggedInConnection live, String room, Draft draft) throws ClientException {
    return worker.call(sync -> {
      if (sync.room(room).isEmpty()) {
        sync.follow(live.connection(), info(room));
      }
      SyncedRoom known = followed(sync, room);
      return new Place(
          UUID.fromString(known.id()),
          after(known, draft),
          new Composer(known, user()).content(draft));
    });
  }

  private static After after(SyncedRoom known, Draft draft) throws ClientException {
    if (draft.act() != Draft.Act.READ || draft.position() == 0) {
      return known.lastVerified();
    }
    return new After(
        draft.position(),
        known
            .transcript()
            .chainAt(draft.position())
            .orElseThrow(
                () -> new ClientException("there is no line " + draft.position(), "Choose one.")));
  }

  private record Place(UUID roomId, After after, MessageContent content) {}

  /** PROTOCOL.md §7.5: with the answer, the author knows the whole line. */
  private Entry line(Outgoing message, Answer.SentAnswer sent) {
    TranscriptLine line =
        TranscriptLine.of(
            sent.position(), sent.receivedAt(), user(), certificateSha256, message.message());
    return new Entry(
        message.room(),
        sent.position(),
        sent.receivedAt(),
        line.format(),
        sent.chain(),
        Optional.of(message.message()));
  }

  private Optional<Answer.SentAnswer> refused(
      LoggedInConnection live, Outgoing message, RequestRefusedException refusal, boolean again)
      throws ClientException {
    // PROTOCOL.md §8.3: after this one answer it may be in the record none the less.
    if (refusal.error() == ErrorCode.UNAVAILABLE) {
      try {
        follow(message.room());
      } catch (ConnectionException e) {
        return unanswered(live, message, e, again);
      } catch (ClientException _) {
        // Then the refusal is all that is known, and it is told.
      }
      if (worker.outbox().fate(message) instanceof Outgoing.Fate.Recorded recorded) {
        return Optional.of(recorded.line());
      }
    }
    worker.outbox().refused(message);
    // Only a client that has lost count is told so; a new session counts from the beginning.
    boolean lostCount =
        refusal.error() == ErrorCode.REPLAYED || refusal.error() == ErrorCode.BAD_REQUEST;
    if (lostCount && again && settings.reconnect()) {
      live.connection().close();
      worker.awaitOtherThan(live, RECONNECT_WAIT);
      return Optional.empty();
    }
    throw refusal;
  }

  /** There was no answer: what became of it shows when the next session has settled this one. */
  private Optional<Answer.SentAnswer> unanswered(
      LoggedInConnection lost, Outgoing message, ConnectionException why, boolean again)
      throws ClientException {
    if (!settings.reconnect()) {
      return abandoned(message, why);
    }
    worker.outbox().waiting(message);
    // A server that does not answer in time has a connection still; no other way leads to
    // certainty.
    lost.connection().close();
    try {
      worker.awaitOtherThan(lost, RECONNECT_WAIT);
    } catch (ClientException e) {
      return abandoned(message, e);
    }
    return switch (worker.outbox().fate(message)) {
      case Outgoing.Fate.Recorded recorded -> Optional.of(recorded.line());
      case Outgoing.Fate.NotRecorded _ -> {
        if (!again) {
          throw NotSentException.unrecorded(why);
        }
        yield Optional.empty();
      }
      case Outgoing.Fate.Unknown _ ->
          abandoned(message, new ClientException("the room's lines cannot be verified"));
    };
  }

  private Optional<Answer.SentAnswer> abandoned(Outgoing message, ClientException why)
      throws ClientException {
    Optional<Answer.SentAnswer> found = worker.outbox().abandon(message);
    if (found.isEmpty()) {
      throw new UnknownFateException(message.room(), why);
    }
    return found;
  }

  /** Asks for a receipt of this session's part of a followed room, checks and keeps it. */
  public ReceiptOutcome receipt(String room) throws ClientException {
    ChatConnection live = connection();
    return keep(live, room, live.askReceipt(room));
  }

  /** As {@link #receipt(String)}, for these lines of the room. */
  public ReceiptOutcome receipt(String room, long first, long last) throws ClientException {
    ChatConnection live = connection();
    ReceiptOutcome receipt = keep(live, room, live.askReceipt(room, first, last));
    if (receipt.first() != first || receipt.last() != last) {
      throw new ClientException(
          "the server's receipt is not over the lines that were asked for, but over lines "
              + receipt.first()
              + " to "
              + receipt.last(),
          "It is kept in " + receipt.folder() + ".");
    }
    return receipt;
  }

  private ReceiptOutcome keep(ChatConnection live, String room, ReceiptMessage message)
      throws ClientException {
    RoomInfo head = info(room);
    return worker.call(sync -> {
      sync.follow(live, head);
      return worker.keep(live, message);
    });
  }

  /**
   * Ends the session: the server sends a receipt for each room of the session, and they are kept.
   *
   * @return the receipts that came; empty if the connection was lost
   */
  public List<ReceiptOutcome> bye() {
    worker.leaving();
    worker.present().ifPresent(live -> live.connection().bye(BYE_LIMIT));
    List<ReceiptOutcome> receipts = worker.drainReceipts(BYE_LIMIT);
    worker.stop();
    return receipts;
  }

  /** Ends the session at once, without receipts. Idempotent. */
  @Override
  public void close() {
    worker.leaving();
    worker.present().ifPresent(live -> live.connection().close());
    worker.stop();
  }
}
