package org.securechat.client.attack.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongFunction;
import org.securechat.client.ClientException;
import org.securechat.client.attack.target.Answers;
import org.securechat.client.attack.target.AttackSocket;
import org.securechat.client.attack.target.Reaction;
import org.securechat.client.attack.target.Target;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RequestCodec;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.RoomListing;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.ServerMessageCodec;
import org.securechat.protocol.channel.AlertFrames;
import org.securechat.protocol.channel.Content;
import org.securechat.protocol.channel.Message;
import org.securechat.protocol.channel.Received;
import org.securechat.protocol.channel.SecureChannel;
import org.securechat.protocol.evidence.After;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.ProtocolException;

/**
 * A connection after a correct handshake, on which honest requests can be made and anything else be
 * written. Confined to one thread.
 */
public final class WellBehavedClient implements ControlSession {
  private static final byte[] NOTHING = new byte[0];

  private final Target target;
  private final Credentials credentials;
  private final AttackSocket socket;
  private final SecureChannel channel;
  private final Map<String, Place> rooms = new HashMap<>();
  private long lastId;
  private long nextSeq = 1;
  private long lastPosition;

  private WellBehavedClient(
      Target target, Credentials credentials, AttackSocket socket, SecureChannel channel) {
    this.target = target;
    this.credentials = credentials;
    this.socket = socket;
    this.channel = channel;
  }

  /**
   * Shakes hands by the rules. Whether the server accepts the certificate shows in its next record.
   */
  public static WellBehavedClient shakeHands(Target target, Credentials credentials)
      throws ClientException, IOException, ProtocolException {
    AttackSocket socket = AttackSocket.connect(target.server(), target.patience());
    try {
      SecureChannel channel = WellBehavedHandshake.on(socket, target, credentials);
      return new WellBehavedClient(target, credentials, socket, channel);
    } catch (ClientException | IOException | ProtocolException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** The channel binding. */
  String channelBinding() {
    return channel.channelBinding();
  }

  /** Of the certificate that the server has proved to be its own. */
  @Override
  public String serverCertificate() {
    return channel.peer().certificateSha256();
  }

  @Override
  public void use() throws ClientException, IOException, ProtocolException {
    ask(Request.Ping::new, Answer.Empty.class);
  }

  public AttackSocket socket() {
    return socket;
  }

  /** The number that the next signed message has to have. */
  public long nextSeq() {
    return nextSeq;
  }

  /** After a refusal that comes when the signature has been checked: the number is used up. */
  public void countRefused() {
    nextSeq++;
  }

  /** Sends a correct request, which the server must grant. */
  public <A extends Answer> A ask(LongFunction<Request> request, Class<A> shape)
      throws ClientException, IOException, ProtocolException {
    Request made = request.apply(++lastId);
    channel.send(RequestCodec.write(made), socket::write);
    String name = made.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    while (true) {
      switch (next(name)) {
        case Ok ok when ok.re() == lastId -> {
          return as(ok, shape);
        }
        case ServerMessage.Failure failure when failure.re() == lastId ->
            throw new UnexpectedRefusalException("an honest " + name, failure);
        default -> {
          // A push, which may come at any time.
        }
      }
    }
  }

  private static <A extends Answer> A as(Ok ok, Class<A> shape) throws ClientException {
    try {
      return ok.as(shape);
    } catch (JsonException e) {
      throw new ClientException("the server's answer is malformed: " + e.getMessage(), "");
    }
  }

  private ServerMessage next(String request)
      throws ClientException, IOException, ProtocolException {
    try {
      while (true) {
        Optional<Frame> frame = socket.read();
        if (frame.isEmpty()) {
          throw new ClientException(
              "the server closed the connection instead of answering " + request, "");
        }
        Message message = open(frame.get());
        if (message.content() == Content.ALERT) {
          String code = AlertFrames.parse(message.data()).code();
          throw new ClientException("the server answered an honest " + request + " by " + code, "");
        }
        if (message.content() == Content.APPLICATION) {
          return ServerMessageCodec.read(message.data());
        }
      }
    } catch (SocketTimeoutException _) {
      throw new ClientException("the server did not answer an honest " + request, "");
    } catch (JsonException e) {
      throw new ClientException("the server's answer is malformed: " + e.getMessage(), "");
    }
  }

  /** Sends a correct message, which the server must store. */
  public Answer.SentAnswer say(String room, String text)
      throws ClientException, IOException, ProtocolException {
    return say(room, sign(payload(room, text)));
  }

  /** As {@link #say(String, String)}, with a message that is signed already and due. */
  public Answer.SentAnswer say(String room, SignedMessage message)
      throws ClientException, IOException, ProtocolException {
    Answer.SentAnswer sent =
        ask(id -> new Request.Send(id, room, message), Answer.SentAnswer.class);
    nextSeq++;
    lastPosition = sent.position();
    rooms.computeIfPresent(
        room, (_, place) -> new Place(place.id(), new After(sent.position(), sent.chain())));
    return sent;
  }

  /** Where the last honest message stands in its room. */
  public long lastPosition() {
    return lastPosition;
  }

  /** What would be signed next. */
  public MessagePayload payload(String room, String text) {
    return payload(room, new MessageContent.Text(List.of(), text));
  }

  /** As {@link #payload(String, String)}, for what may be about another message. */
  public MessagePayload payload(String room, MessageContent content) {
    Place place = rooms.get(room);
    return MessagePayload.create(
        channelBinding(),
        room,
        place.id(),
        target.user(),
        nextSeq,
        place.after(),
        target.clock().instant(),
        content);
  }

  /** Takes it that a room is as the server says; its messages refer to that. */
  public void knows(RoomInfo room) {
    rooms.put(
        room.name(),
        new Place(UUID.fromString(room.id()), new After(room.position(), room.chain())));
  }

  /**
   * The same of a list, and of the pages that follow it (PROTOCOL.md §7.4).
   *
   * @param more whether the server said that there are more
   */
  public void knowsAll(List<RoomInfo> first, boolean more)
      throws ClientException, IOException, ProtocolException {
    List<RoomInfo> page = first;
    boolean another = more;
    page.forEach(this::knows);
    while (another && !page.isEmpty()) {
      String last = page.getLast().name();
      Answer.RoomsAnswer next =
          ask(
              id ->
                  new Request.Rooms(
                      id, RoomListing.MEMBER, Optional.of(last), Request.Rooms.MAX_LIMIT),
              Answer.RoomsAnswer.class);
      page = next.rooms();
      another = next.more();
      page.forEach(this::knows);
    }
  }

  /** A room, and its last line that is known here. */
  private record Place(UUID id, After after) {}

  public SignedMessage sign(MessagePayload payload) {
    return SignedMessage.sign(payload.encode(), credentials.scheme(), credentials.privateKey());
  }

  /** Makes a dishonest request and listens. */
  public Reaction attempt(LongFunction<Request> request) throws IOException, ProtocolException {
    return attempt(RequestCodec.write(request.apply(++lastId)));
  }

  /** Sends that message to a room, as it is, and listens. */
  public Reaction attempt(String room, SignedMessage message)
      throws IOException, ProtocolException {
    return attempt(id -> new Request.Send(id, room, message));
  }

  /** As above, for what no client could put into a {@link SignedMessage}. */
  public Reaction attempt(String room, byte[] payload, byte[] signature)
      throws IOException, ProtocolException {
    ObjectNode send = Json.object().put("id", ++lastId).put("type", "send").put("room", room);
    send.putObject("message")
        .put("payload", Json.base64(payload))
        .put("signature", Json.base64(signature));
    return attempt(Json.write(send));
  }

  /** Seals anything as an application message and listens. */
  public Reaction attempt(byte[] document) throws IOException, ProtocolException {
    channel.send(document, frame -> writeIfPossible(frame.encoded()));
    return reaction();
  }

  /** Seals a ping and gives it back instead of sending it. */
  public Frame sealedPing() {
    List<Frame> sealed = new ArrayList<>();
    channel.send(RequestCodec.write(new Request.Ping(++lastId)), sealed::add);
    return sealed.get(0);
  }

  /** Writes bytes to a server that may have closed already. */
  public void writeIfPossible(byte[] bytes) {
    try {
      socket.write(bytes);
    } catch (UncheckedIOException _) {
      // What it has said before can still be read.
    }
  }

  /** What the server does after a frame that was read but not yet opened. */
  public Reaction reactionAfter(Frame read) throws IOException, ProtocolException {
    open(read);
    return reaction();
  }

  /** What the server does next. */
  public Reaction reaction() throws IOException, ProtocolException {
    return Answers.sealed(socket, this::open);
  }

  private Message open(Frame frame) throws ProtocolException {
    return switch (channel.receive(frame)) {
      case Received.Data(byte[] data) -> new Message(Content.APPLICATION, data);
      case Received.Alerted(AlertCode code) ->
          new Message(Content.ALERT, AlertFrames.content(code));
      case Received.Closed() -> new Message(Content.CLOSE, NOTHING);
      case Received.KeyUpdated() -> new Message(Content.KEY_UPDATE, NOTHING);
    };
  }

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
