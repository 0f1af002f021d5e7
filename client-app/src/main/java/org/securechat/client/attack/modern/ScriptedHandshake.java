package org.securechat.client.attack.modern;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.securechat.client.ClientException;
import org.securechat.client.attack.scenario.Attacker;
import org.securechat.client.attack.target.Answers;
import org.securechat.client.attack.target.AttackNotPossibleException;
import org.securechat.client.attack.target.AttackSocket;
import org.securechat.client.attack.target.Reaction;
import org.securechat.protocol.channel.Content;
import org.securechat.protocol.channel.Message;
import org.securechat.protocol.channel.RecordOpener;
import org.securechat.protocol.channel.RecordSealer;
import org.securechat.protocol.crypto.CipherSuite;
import org.securechat.protocol.crypto.KeyExchange;
import org.securechat.protocol.crypto.KeySchedule;
import org.securechat.protocol.crypto.NamedGroup;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.crypto.SignatureScheme;
import org.securechat.protocol.crypto.TrafficSecret;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;
import org.securechat.protocol.wire.ProtocolException;

/**
 * A client's handshake whose every message can be another, left out or out of order. Keys are
 * derived as they have to be, so that what is wrong is only what the scenario makes wrong. The
 * server is not authenticated. Confined to one thread.
 */
public final class ScriptedHandshake implements AutoCloseable {
  private static final byte[] VERIFY_CONTEXT =
      "SecureChat 1, client CertificateVerify".getBytes(StandardCharsets.US_ASCII);

  private final AttackSocket socket;
  private final ByteArrayOutputStream transcript = new ByteArrayOutputStream();
  private CipherSuite suite;
  private TrafficSecret handshakeSecret;
  private TrafficSecret applicationSecret;
  private RecordSealer sealer;
  private RecordOpener opener;

  private ScriptedHandshake(AttackSocket socket) {
    this.socket = socket;
  }

  /** Greets and reads the server's whole flight; it is the client's turn then. */
  static ScriptedHandshake greet(Attacker attacker)
      throws ClientException, IOException, ProtocolException {
    ScriptedHandshake handshake = new ScriptedHandshake(attacker.connect());
    try (KeyExchange exchange = NamedGroup.X25519.offer(Providers.random())) {
      handshake.agree(exchange, hello(attacker.target().server().host(), exchange.share()));
      return handshake;
    } catch (ClientException | IOException | ProtocolException | RuntimeException e) {
      handshake.close();
      throw e;
    }
  }

  /** A correct hello that offers X25519, both ciphers and all signature schemes. */
  static ObjectNode hello(String serverName, byte[] x25519Share) {
    byte[] random = new byte[32];
    Providers.random().nextBytes(random);
    ObjectNode hello = Json.object();
    hello.putArray("protocol").add("securechat/1");
    hello.put("random", Json.base64(random));
    ArrayNode ciphers = hello.putArray("ciphers");
    for (CipherSuite cipher : CipherSuite.values()) {
      ciphers.add(cipher.wireName());
    }
    String group = NamedGroup.X25519.wireName();
    hello.putArray("shares").addObject().put("group", group).put("key", Json.base64(x25519Share));
    hello.putArray("groups").add(group);
    ArrayNode signatures = hello.putArray("signatures");
    for (SignatureScheme scheme : SignatureScheme.values()) {
      signatures.add(scheme.wireName());
    }
    return hello.put("server_name", serverName);
  }

  private void agree(KeyExchange exchange, ObjectNode hello)
      throws ClientException, IOException, ProtocolException {
    Frame greeting = Frame.of(FrameType.CLIENT_HELLO, Json.write(hello));
    socket.write(greeting);
    Frame answer = read();
    if (answer.type() == FrameType.HELLO_RETRY) {
      throw AttackNotPossibleException.busy();
    }
    if (answer.type() != FrameType.SERVER_HELLO) {
      throw new ClientException("an honest ClientHello was answered by " + answer.type(), "");
    }
    transcript.writeBytes(greeting.encoded());
    transcript.writeBytes(answer.encoded());
    byte[] share;
    try {
      ObjectNode fields = Json.parse(answer.body());
      suite = CipherSuite.of(Json.text(fields, "cipher", 64)).orElseThrow();
      share = Json.base64UpTo(fields, "key", 2048);
    } catch (JsonException e) {
      throw new ClientException("the ServerHello is malformed: " + e.getMessage(), "");
    }
    try (SecretBytes shared = exchange.agree(share);
        KeySchedule schedule = new KeySchedule(suite, shared)) {
      KeySchedule.TrafficSecrets traffic = schedule.handshakeTraffic(hash());
      handshakeSecret = traffic.client();
      sealer = new RecordSealer(handshakeSecret);
      readFlight(new RecordOpener(traffic.server()));
      KeySchedule.MasterSecrets master = schedule.master(hash());
      applicationSecret = master.application().client();
      opener = new RecordOpener(master.application().server());
    }
  }

  private void readFlight(RecordOpener flight)
      throws ClientException, IOException, ProtocolException {
    List<Content> order =
        List.of(Content.CERTIFICATE, Content.CERTIFICATE_VERIFY, Content.FINISHED);
    for (Content expected : order) {
      Message message = flight.open(read());
      message.require(expected);
      transcript.writeBytes(message.transcriptBytes());
    }
    flight.destroy();
  }

  private Frame read() throws ClientException, IOException, ProtocolException {
    return socket
        .read()
        .orElseThrow(() -> new ClientException("the server hung up on an honest ClientHello", ""));
  }

  /** The transcript's hash so far. */
  private byte[] hash() {
    return Providers.digest(suite.hash()).digest(transcript.toByteArray());
  }

  /** Shows a chain. */
  ScriptedHandshake certificate(List<byte[]> chain) {
    ObjectNode fields = Json.object();
    ArrayNode list = fields.putArray("chain");
    chain.forEach(encoded -> list.add(Json.base64(encoded)));
    return message(Content.CERTIFICATE, Json.write(fields));
  }

  /** Proves to hold a key, which need not be that of the chain. */
  ScriptedHandshake verify(String scheme, byte[] signature) {
    ObjectNode fields = Json.object().put("scheme", scheme);
    return message(
        Content.CERTIFICATE_VERIFY, Json.write(fields.put("signature", Json.base64(signature))));
  }

  ScriptedHandshake verify(Credentials credentials) {
    return verify(credentials.scheme().wireName(), credentials.sign(toBeSigned()));
  }

  /** What a CertificateVerify has to sign now (RFC 8446 section 4.4.3). */
  byte[] toBeSigned() {
    byte[] spaces = new byte[64];
    Arrays.fill(spaces, (byte) ' ');
    byte[] hash = hash();
    return ByteBuffer.allocate(spaces.length + VERIFY_CONTEXT.length + 1 + hash.length)
        .put(spaces)
        .put(VERIFY_CONTEXT)
        .put((byte) 0)
        .put(hash)
        .array();
  }

  /** The MAC that a Finished has to have now. */
  byte[] mac() {
    return handshakeSecret.finished(hash());
  }

  ScriptedHandshake finished(byte[] mac) {
    return message(Content.FINISHED, Json.write(Json.object().put("mac", Json.base64(mac))));
  }

  /** Does all the rest by the rules; what is sent afterwards is under the application key. */
  ScriptedHandshake complete(Credentials credentials) {
    certificate(credentials.encodedChain()).verify(credentials).finished(mac());
    sealer.destroy();
    sealer = null;
    return this;
  }

  /** Sends a handshake message and takes it into the transcript. */
  private ScriptedHandshake message(Content content, byte[] data) {
    transcript.writeBytes(new Message(content, data).transcriptBytes());
    return send(content, data);
  }

  /** Sends a record of any content under the present key. */
  ScriptedHandshake send(Content content, byte[] data) {
    if (sealer == null) {
      sealer = new RecordSealer(applicationSecret);
    }
    return write(sealer.seal(content, data).encoded());
  }

  /**
   * Seals the inside of a record as it is, whatever is wrong with it, as the first one under the
   * application key.
   */
  ScriptedHandshake sendInside(byte[] inside) {
    try {
      int length = inside.length + CipherSuite.TAG_LENGTH;
      Cipher cipher = Providers.cipher(CipherSuite.TRANSFORMATION);
      cipher.init(
          Cipher.ENCRYPT_MODE,
          applicationSecret.key(),
          new GCMParameterSpec(CipherSuite.TAG_LENGTH * 8, applicationSecret.iv()));
      cipher.updateAAD(
          ByteBuffer.allocate(5).putInt(1 + length).put((byte) FrameType.RECORD.code()).array());
      return write(Frame.of(FrameType.RECORD, cipher.doFinal(inside)).encoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  ScriptedHandshake write(byte[] bytes) {
    try {
      socket.write(bytes);
    } catch (UncheckedIOException _) {
      // The server refused what came before; its reason can still be read.
    }
    return this;
  }

  /** What the server does next. */
  Reaction reaction() throws IOException, ProtocolException {
    return Answers.sealed(socket, opener::open);
  }

  @Override
  public void close() {
    socket.close();
  }
}
