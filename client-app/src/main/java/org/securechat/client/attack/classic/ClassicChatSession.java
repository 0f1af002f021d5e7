package org.securechat.client.attack.classic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.attack.scenario.Attacker;
import org.securechat.client.attack.target.Reaction;
import org.securechat.protocol.classic.ClassicCertificate;
import org.securechat.protocol.classic.ClassicCipher;
import org.securechat.protocol.classic.ClassicSignature;
import org.securechat.protocol.classic.ClassicTranscript;
import org.securechat.protocol.crypto.HeldKey;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.wire.ProtocolException;

/**
 * A chat after a correct handshake, in which honest messages can be said and anything else be
 * written, and which knows what its receipt has to say. Confined to one thread.
 */
final class ClassicChatSession implements AutoCloseable {
  /** What ends a chat. */
  static final String BYE = "{\"type\":\"bye\"}";

  private static final Duration GLANCE = Duration.ofMillis(1);

  private final LineConnection connection;
  private final X509Certificate server;
  private final SecretBytes key;
  private final PrivateKey signing;
  private final String fingerprint;
  private final Clock clock;
  private final ClassicTranscript transcript = new ClassicTranscript();

  private ClassicChatSession(
      ClassicHandshake handshake, SecretBytes key, Credentials credentials, Clock clock) {
    this.connection = handshake.connection();
    this.server = handshake.server();
    this.key = key;
    this.signing = credentials.privateKey();
    this.fingerprint = ClassicCertificate.fingerprint(credentials.leaf());
    this.clock = clock;
  }

  /** Opens one with that RSA certificate. */
  static ClassicChatSession open(Attacker attacker, Credentials credentials)
      throws ClientException, IOException, ProtocolException {
    if (credentials.privateKey() instanceof HeldKey) {
      throw new ClientException(
          "your key is on a token, which the classic protocol cannot sign with",
          "Use an RSA key in a file, with --cert and --key.");
    }
    ClassicHandshake handshake =
        ClassicHandshake.greet(attacker, ClassicEndpointKind.CHAT, credentials.leaf());
    try {
      return new ClassicChatSession(
          handshake, handshake.agree(), credentials, attacker.target().clock());
    } catch (ClientException | IOException | RuntimeException e) {
      handshake.close();
      throw e;
    }
  }

  LineConnection connection() {
    return connection;
  }

  /** What room names and transcripts call the certificate. */
  String fingerprint() {
    return fingerprint;
  }

  /** The number after the last that was used up. */
  long next() {
    return transcript.last() + 1;
  }

  long now() {
    return clock.millis();
  }

  /** A message that would be good, if it had its turn. */
  SignedLine sign(long seqno, String text) {
    return SignedLine.sign(signing, seqno, now(), seal(text));
  }

  /** Signs for that certificate's owner whatever is given. */
  SignedLine sign(long seqno, long ts, String iv, String ct) {
    return SignedLine.sign(signing, seqno, ts, iv, ct);
  }

  ClassicCipher.Sealed seal(String text) {
    return ClassicCipher.seal(key, text.getBytes(StandardCharsets.UTF_8), Providers.random());
  }

  /** Says something honestly. A good message has no answer: the receipt tells. */
  SignedLine say(String text) throws IOException {
    return say(sign(next(), text));
  }

  /** Says an honest message, whose number is higher than all before. */
  SignedLine say(SignedLine line) throws IOException {
    connection.say(line.json());
    transcript.add(line.seqno(), line.transcribed(fingerprint));
    return line;
  }

  /**
   * Insists that nothing has come, neither an answer nor the end.
   *
   * @throws ClientException if something has
   */
  void insistOnSilence() throws ClientException, IOException, ProtocolException {
    try {
      Optional<ObjectNode> line = connection.read(GLANCE);
      throw new ClientException(
          "an honest chat got " + line.map(ObjectNode::toString).orElse("closed"), "");
    } catch (SocketTimeoutException _) {
      return;
    }
  }

  /** Says a line that has to be refused, and listens. Whether it goes on shows at the end. */
  Reaction attempt(String line) throws IOException, ProtocolException {
    connection.say(line);
    return Replies.next(
        connection,
        connection.patience(),
        reply ->
            Replies.error(reply)
                .map(Reaction::goesOn)
                .orElseGet(() -> Reaction.granted("an answer: " + reply)));
  }

  Reaction attempt(SignedLine line) throws IOException, ProtocolException {
    return attempt(line.json().toString());
  }

  /**
   * After an attack: whatever good comes next has to be taken, in the place of what was refused,
   * and the receipt has to be for the good messages and no others.
   */
  Reaction conclude(Reaction reaction) throws IOException, ProtocolException {
    boolean refused = reaction.kind() == Reaction.Kind.GOES_ON;
    if (!refused && reaction.kind() != Reaction.Kind.SILENT) {
      return reaction;
    }
    if (refused) {
      say("after the attack");
    }
    try {
      farewell();
      return reaction;
    } catch (ClientException e) {
      return Reaction.granted(
          (refused ? reaction + ", but then " : "no answer, and then ") + e.getMessage());
    }
  }

  /**
   * Ends the chat, and checks its receipt by the original's rule.
   *
   * @throws ClientException if the receipt is missing or covers other messages than the valid ones
   */
  void farewell() throws ClientException, IOException, ProtocolException {
    connection.say(BYE);
    receipt();
  }

  /**
   * Ends the chat with that goodbye; whatever was tried before, the receipt has to be for the good
   * messages and no others.
   */
  Reaction exactly(String goodbye, String what) throws IOException, ProtocolException {
    connection.say(goodbye);
    try {
      receipt();
      return Reaction.sound(what);
    } catch (ClientException e) {
      return Reaction.granted(e.getMessage());
    }
  }

  private void receipt() throws ClientException, IOException, ProtocolException {
    ObjectNode receipt = ClassicHandshake.expect(connection, "receipt");
    String hash = receipt.path("transcript_sha256").asText();
    if (!hash.equals(transcript.sha256())
        || receipt.path("first_seq").asLong(-1) != transcript.first()
        || receipt.path("last_seq").asLong(-1) != transcript.last()) {
      throw new ClientException("the receipt covers something else than the good messages", "");
    }
    if (!isSigned(hash, receipt.path("sig").asText())) {
      throw new ClientException("the receipt is not signed by the server", "");
    }
    if (connection.read().isPresent()) {
      throw new ClientException("the server went on talking after the receipt", "");
    }
  }

  private boolean isSigned(String hash, String signature) {
    try {
      return ClassicSignature.verify(
          server.getPublicKey(),
          ClassicSignature.receiptText(hash),
          Base64.getDecoder().decode(signature));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  @Override
  public void close() {
    connection.close();
    key.close();
  }
}
