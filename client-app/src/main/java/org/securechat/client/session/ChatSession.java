package org.securechat.client.session;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.securechat.client.ClientException;
import org.securechat.client.connection.ChatConnection;
import org.securechat.client.connection.ConnectionException;
import org.securechat.client.connection.RequestRefusedException;
import org.securechat.client.identity.Identity;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.ServerMessage.ReceiptMessage;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.After;
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

  private static SyncedRoom followed(RoomSync sync, String room) throws ClientException {
    return sync.room(room)
        .orElseThrow(
            () -> new ClientException("room '" + room + "' is not followed", "Join it first."));
  }

  /** Sends a message to a room; returns once it is durable and this client has checked its line. */
  public Answer.SentAnswer send(String room, String text) throws ClientException {
    sending.lock();
    try {
      for (int attempt = 1; ; attempt++) {
        boolean again = settings.reconnect() && attempt < SEND_ATTEMPTS;
        Optional<Answer.SentAnswer> sent = attempt(room, text, again);
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
    Identity.username(user);
    String room = Names.directRoom(user(), user);
    if (worker.call(sync -> sync.room(room).isEmpty())) {
      follow(roomAnswer(id -> new Request.Direct(id, user)));
    }
    return send(room, text);
  }

  /**
   * Sends it once.
   *
   * @param again whether a lost connection is waited for
   * @return empty if the message has to be sent once more
   */
  private Optional<Answer.SentAnswer> attempt(String room, String text, boolean again)
      throws ClientException {
    LoggedInConnection live = live();
    SignedMessage message = sign(live, room, text);
    try {
      return Optional.of(deliver(live, room, message));
    } catch (RequestRefusedException e) {
      live.refused(e.error());
      throw e;
    } catch (ConnectionException e) {
      if (!again) {
        throw e;
      }
      return arrivedAfterAll(live, room, message);
    }
  }

  private SignedMessage sign(LoggedInConnection live, String room, String text)
      throws ClientException {
    Place place = place(live, room);
    try {
      byte[] payload =
          MessagePayload.create(
                  live.connection().channelBinding(),
                  room,
                  place.roomId(),
                  user(),
                  live.nextSeq(),
                  place.after(),
                  settings.connection().clock().instant(),
                  text)
              .encode();
      return SignedMessage.sign(payload, credentials.scheme(), credentials.privateKey());
    } catch (IllegalArgumentException e) {
      throw new ClientException("this cannot be sent: " + e.getMessage(), "Change the text.", e);
    }
  }

  /** Which room it is, and the last line of it that was verified here: both are signed. */
  private Place place(LoggedInConnection live, String room) throws ClientException {
    return worker.call(sync -> {
      if (sync.room(room).isEmpty()) {
        sync.follow(live.connection(), info(room));
      }
      SyncedRoom known = followed(sync, room);
      return new Place(UUID.fromString(known.id()), known.lastVerified());
    });
  }

  private record Place(UUID roomId, After after) {}

  private Answer.SentAnswer deliver(LoggedInConnection live, String room, SignedMessage message)
      throws ClientException {
    Answer.SentAnswer sent =
        live.connection().ask(id -> new Request.Send(id, room, message), Answer.SentAnswer.class);
    live.sent();
    TranscriptLine line =
        TranscriptLine.of(sent.position(), sent.receivedAt(), user(), certificateSha256, message);
    Entry own =
        new Entry(
            room,
            sent.position(),
            sent.receivedAt(),
            line.format(),
            sent.chain(),
            Optional.of(message));
    worker.call(sync -> {
      sync.arrived(live.connection(), own);
      return null;
    });
    return sent;
  }

  /** After a lost connection: whether the message is in the transcript none the less. */
  private Optional<Answer.SentAnswer> arrivedAfterAll(
      LoggedInConnection lost, String room, SignedMessage message) throws ClientException {
    worker.awaitOtherThan(lost, RECONNECT_WAIT);
    return worker.call(sync -> sync.room(room).flatMap(one -> find(one, message.payloadSha256())));
  }

  private static Optional<Answer.SentAnswer> find(SyncedRoom room, String payloadSha256) {
    return room.transcript()
        .find(payloadSha256)
        .map(line ->
            new Answer.SentAnswer(
                room.name(),
                line.position(),
                room.transcript().chainAt(line.position()).orElseThrow(),
                line.receivedAt()));
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
