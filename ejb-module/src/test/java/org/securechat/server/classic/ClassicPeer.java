package org.securechat.server.classic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.securechat.connector.contract.FrameListener;
import org.securechat.protocol.classic.ClassicAgreement;
import org.securechat.protocol.classic.ClassicCertificate;
import org.securechat.protocol.classic.ClassicCipher;
import org.securechat.protocol.classic.ClassicException;
import org.securechat.protocol.classic.ClassicSignature;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.wire.ProtocolException;
import org.securechat.server.receipt.TestAuthority;
import org.securechat.server.testing.FakeConnection;

/** A client of the original's kind, and the keys of the server that it talks to. */
final class ClassicPeer {
  private static final TestAuthority AUTHORITY = new TestAuthority();
  private static final Credentials SERVER = rsa("server", KeyPurposeId.id_kp_serverAuth);
  private static final Credentials CAROL = rsa("carol", KeyPurposeId.id_kp_clientAuth);

  private final FakeConnection wire = new FakeConnection();
  private final FrameListener endpoint;
  private final Deque<ObjectNode> answers = new ArrayDeque<>();
  private SecretBytes key;

  ClassicPeer(FrameListener endpoint) {
    this.endpoint = endpoint;
    endpoint.opened(wire);
  }

  private static Credentials rsa(String name, KeyPurposeId purpose) {
    KeyPairGenerator generator = Providers.keyPairGenerator("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    return AUTHORITY.issue(pair, name, purpose);
  }

  /** Keys of a server whose authority has issued carol's certificate, and no other. */
  static ClassicKeys keys() {
    return new ClassicKeys() {
      @Override
      public Shown shown() {
        return new Shown(
            Path.of("classic.pem"), server(), ClassicCertificate.encode(server().leaf()), true);
      }

      @Override
      public PeerIdentity verify(byte[] pem) throws ClassicException {
        ClassicCertificate.parse(pem);
        return carol();
      }
    };
  }

  /** What clients are shown. */
  static Credentials server() {
    return SERVER;
  }

  static PeerIdentity carol() {
    try {
      return AUTHORITY.rules().verify(CAROL.chain(), Purpose.CLASSIC_CLIENT);
    } catch (ProtocolException e) {
      throw new IllegalStateException(e);
    }
  }

  FakeConnection wire() {
    return wire;
  }

  void say(String line) {
    endpoint.frame(wire, line.getBytes(StandardCharsets.UTF_8));
  }

  void say(ObjectNode line) {
    say(line.toString());
  }

  /** The next line that the server has sent; null if it has sent none. */
  ObjectNode heard() {
    for (byte[] line : wire.takeSent()) {
      answers.add(parsed(line));
    }
    return answers.poll();
  }

  static ObjectNode greeting(String type) {
    return Json.object().put("type", type).put("cert", ClassicCertificate.encode(CAROL.leaf()));
  }

  /** The steps before the first command. */
  ClassicPeer loggingIn() {
    say(greeting("hello").put("nonce", "AAAA"));
    heard();
    agree(heard(), "server_pub", "dh_client_pub", "client_pub");
    return this;
  }

  /** The steps before the first message. */
  ClassicPeer chatting() {
    say(greeting("cert"));
    heard();
    agree(heard(), "y", "dh_pub", "y");
    return this;
  }

  private void agree(ObjectNode params, String server, String type, String field) {
    ClassicAgreement agreement = ClassicAgreement.start(Providers.random());
    say(Json.object().put("type", type).put(field, agreement.publicValue()));
    try {
      key = agreement.agree(params.path(server).asText());
    } catch (ClassicException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A command as the original seals it. */
  ObjectNode sealed(String command) {
    ClassicCipher.Sealed sealed = seal(command.getBytes(StandardCharsets.UTF_8));
    return Json.object()
        .put("type", "enc")
        .put("iv", Json.base64(sealed.iv()))
        .put("ct", Json.base64(sealed.ciphertext()));
  }

  /** What the server answers to that command, decrypted. */
  ObjectNode answerTo(String command) throws JsonException {
    say(sealed(command));
    ObjectNode line = heard();
    byte[] iv = Json.base64(line, "iv", ClassicCipher.BLOCK);
    byte[] ciphertext = Json.base64UpTo(line, "ct", 10_000);
    return parsed(ClassicCipher.open(key, iv, ciphertext).orElseThrow());
  }

  ObjectNode message(long seqno, String text) {
    return message(seqno, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A signed message whose plaintext is any bytes. */
  ObjectNode message(long seqno, byte[] plaintext) {
    ClassicCipher.Sealed sealed = seal(plaintext);
    String ciphertext = Json.base64(sealed.ciphertext());
    byte[] digest = ClassicSignature.messageDigest(seqno, 5, ciphertext);
    return Json.object()
        .put("type", "msg")
        .put("seqno", seqno)
        .put("ts", 5)
        .put("iv", Json.base64(sealed.iv()))
        .put("ct", ciphertext)
        .put("sig", Json.base64(ClassicSignature.sign(CAROL.privateKey(), digest)));
  }

  private ClassicCipher.Sealed seal(byte[] plaintext) {
    return ClassicCipher.seal(key, plaintext, Providers.random());
  }

  private static ObjectNode parsed(byte[] line) {
    try {
      return Json.parse(line);
    } catch (JsonException e) {
      throw new IllegalStateException(e);
    }
  }
}
