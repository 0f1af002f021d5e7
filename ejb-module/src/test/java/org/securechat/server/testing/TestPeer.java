package org.securechat.server.testing;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RequestCodec;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.ServerMessageCodec;
import org.securechat.protocol.channel.Received;
import org.securechat.protocol.channel.RecordOpener;
import org.securechat.protocol.channel.RecordSealer;
import org.securechat.protocol.channel.SecureChannel;
import org.securechat.protocol.channel.SecureChannel.HandshakeResult;
import org.securechat.protocol.crypto.CipherSuite;
import org.securechat.protocol.crypto.NamedGroup;
import org.securechat.protocol.crypto.TrafficSecret;
import org.securechat.protocol.evidence.After;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.ProtocolException;
import org.securechat.server.delivery.SecureConnection;
import org.securechat.server.receipt.TestAuthority;

/** Both ends of a connection whose handshake is done: the server's, and a client that can read. */
public final class TestPeer {
  public static final String BINDING = "ab".repeat(32);

  private static final TestAuthority AUTHORITY = new TestAuthority();
  private static final CipherSuite SUITE = CipherSuite.AES256GCM_SHA384;

  private final Credentials credentials;
  private final FakeConnection wire = new FakeConnection();
  private final SecureChannel client;
  private final SecureConnection connection;
  private final SecureChannel server;

  /** A user with a certificate of that name. */
  public TestPeer(String name) {
    credentials = AUTHORITY.issue(name, KeyPurposeId.id_kp_clientAuth);
    PeerIdentity identity = identity();
    HandshakeResult result = new HandshakeResult(BINDING, identity, NamedGroup.X25519MLKEM768);
    Clock clock = Clock.systemUTC();
    server =
        new SecureChannel(result, new RecordSealer(secret(1)), new RecordOpener(secret(2)), clock);
    client =
        new SecureChannel(result, new RecordSealer(secret(2)), new RecordOpener(secret(1)), clock);
    connection = new SecureConnection(wire, server, Instant.EPOCH);
  }

  private static TrafficSecret secret(int fill) {
    byte[] bytes = new byte[SUITE.hashLength()];
    bytes[0] = (byte) fill;
    return TrafficSecret.of(SUITE, bytes);
  }

  public PeerIdentity identity() {
    try {
      return AUTHORITY.rules().verify(credentials.chain(), Purpose.CLIENT);
    } catch (ProtocolException e) {
      throw new IllegalStateException(e);
    }
  }

  public FakeConnection wire() {
    return wire;
  }

  public SecureConnection connection() {
    return connection;
  }

  /** What the server has sent since the last call; only messages may be among it. */
  public List<ServerMessage> messages() {
    return records().stream()
        .map(record -> {
          try {
            return ServerMessageCodec.read(((Received.Data) record).data());
          } catch (JsonException e) {
            throw new IllegalStateException(e);
          }
        })
        .toList();
  }

  /** The same, alerts and Close included. */
  public List<Received> records() {
    List<Received> received = new ArrayList<>();
    for (byte[] payload : wire.takeSent()) {
      try {
        received.add(client.receive(Frame.parse(payload)));
      } catch (ProtocolException e) {
        throw new IllegalStateException(e);
      }
    }
    return received;
  }

  /** A request as it stands in one frame. */
  public byte[] frame(Request request) {
    return sealed(wire -> client.send(RequestCodec.write(request), wire));
  }

  /** Whatever the client's channel can send, as it stands in one frame. */
  public byte[] sealed(Consumer<Consumer<Frame>> sending) {
    List<Frame> frames = new ArrayList<>();
    sending.accept(frames::add);
    return frames.get(0).payload();
  }

  /** The server's end, as a handshake would have made it. */
  public SecureChannel server() {
    return server;
  }

  public SecureChannel client() {
    return client;
  }

  /** A message that the server's rules accept, if the rest fits. */
  public SignedMessage signed(String room, String sender, long seq) {
    UUID id = roomId(room);
    return sign(
        MessagePayload.create(
            BINDING, room, id, sender, seq, After.nothing(id), Instant.EPOCH, "hello"));
  }

  /** The id that a test's room of that name has. */
  public static UUID roomId(String room) {
    return UUID.nameUUIDFromBytes(room.getBytes(StandardCharsets.UTF_8));
  }

  public SignedMessage sign(MessagePayload payload) {
    return sign(payload.encode());
  }

  public SignedMessage sign(byte[] payload) {
    return new SignedMessage(payload, credentials.sign(payload));
  }
}
