package org.securechat.client.attack;

import static org.securechat.protocol.wire.AlertCode.BAD_FRAME;
import static org.securechat.protocol.wire.AlertCode.TIMEOUT;
import static org.securechat.protocol.wire.AlertCode.TOO_LARGE;
import static org.securechat.protocol.wire.AlertCode.UNEXPECTED_MESSAGE;
import static org.securechat.protocol.wire.AlertCode.UNSUPPORTED;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.securechat.protocol.crypto.KeyExchange;
import org.securechat.protocol.crypto.NamedGroup;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;
import org.securechat.protocol.wire.Limits;
import org.securechat.protocol.wire.ProtocolException;

/** What anybody who reaches the port can send, before there are keys. */
final class FrameAttacks {
  private static final Duration PATIENCE = Limits.HANDSHAKE_TIMEOUT.plusSeconds(8);
  private static final int KNOWN_TYPES = FrameType.values().length;

  private FrameAttacks() {}

  static List<Scenario> all() {
    Expected malformed = Expected.alert(BAD_FRAME);
    Expected misplaced = Expected.alert(UNEXPECTED_MESSAGE);
    Expected unsupported = Expected.alert(UNSUPPORTED);
    return List.of(
        bytes(
            "frame-oversized",
            "a frame that says it is one byte longer than allowed",
            Expected.alert(TOO_LARGE),
            header(Limits.MAX_FRAME_LENGTH + 1, 1)),
        bytes(
            "frame-huge",
            "a frame that says it has 4 GiB",
            Expected.alert(TOO_LARGE),
            header(-1, 1)),
        bytes("frame-empty", "a frame of length zero", malformed, new byte[4]),
        bytes("frame-type-zero", "a frame of type 0", malformed, header(1, 0)),
        bytes(
            "frame-type-unknown",
            "a frame of a type that does not exist",
            malformed,
            header(1, KNOWN_TYPES + 1)),
        bytes(
            "frame-http",
            "a request in HTTP",
            Expected.alert(TOO_LARGE),
            "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
        hello("hello-garbage", "a ClientHello that is no JSON", malformed, "not JSON at all"),
        hello("hello-cut", "a ClientHello that ends too early", malformed, "{\"protocol\":["),
        hello("hello-array", "a ClientHello that is no object", malformed, "[]"),
        hello("hello-deep", "a ClientHello nested 5000 deep", malformed, "[".repeat(5_000)),
        hello(
            "hello-oversized",
            "a ClientHello above its limit",
            Expected.alert(TOO_LARGE),
            " ".repeat(Limits.MAX_HELLO_LENGTH) + "{}"),
        changed(
            "hello-duplicate-key",
            "a ClientHello with its random twice",
            malformed,
            text -> text.replace("{\"protocol\"", "{\"random\":\"AA==\",\"protocol\"")),
        changed(
            "hello-trailing-bytes",
            "a ClientHello with something behind it",
            malformed,
            text -> text + "{}"),
        greeting(
            "hello-short-random",
            "a ClientHello with half a random",
            malformed,
            hello -> hello.put("random", Json.base64(new byte[16]))),
        greeting(
            "hello-zero-share",
            "a key share that makes every shared secret zero",
            malformed,
            hello -> share(hello, "x25519", new byte[32])),
        greeting(
            "hello-point-off-curve",
            "a P-256 share that is no point of the curve",
            malformed,
            hello -> share(hello, "secp256r1", point())),
        greeting(
            "hello-unit-share",
            "a Diffie-Hellman share of 1",
            malformed,
            hello -> share(hello, "ffdhe2048", one(256))),
        greeting(
            "downgrade-protocol",
            "only an older protocol",
            unsupported,
            hello -> texts(hello, "protocol", "securechat/0")),
        greeting(
            "downgrade-only-weak-cipher",
            "only a cipher that the protocol does not have",
            unsupported,
            hello -> texts(hello, "ciphers", "aes128cbc-sha1")),
        greeting(
            "downgrade-only-weak-group",
            "only a group that the protocol does not have",
            unsupported,
            hello -> {
              texts(hello, "groups", "ffdhe1024");
              hello.putArray("shares");
            }),
        greeting(
            "downgrade-only-weak-signature",
            "only a signature scheme that the protocol does not have",
            unsupported,
            hello -> texts(hello, "signatures", "rsa_pkcs1_sha1")),
        bytes(
            "state-record-first",
            "a record before there are keys",
            misplaced,
            Frame.of(FrameType.RECORD, new byte[80]).encoded()),
        bytes(
            "state-server-hello",
            "a ServerHello to a server",
            misplaced,
            Frame.of(FrameType.SERVER_HELLO, new byte[] {'{', '}'}).encoded()),
        bytes(
            "state-hello-retry",
            "a HelloRetry to a server",
            misplaced,
            Frame.of(FrameType.HELLO_RETRY, new byte[] {'{', '}'}).encoded()),
        Scenario.slow(
            "slow-frame",
            "a frame of which a byte comes each second",
            Expected.alert(TIMEOUT),
            FrameAttacks::slow),
        Scenario.slow(
            "slow-silence",
            "a connection on which nothing is said",
            Expected.alert(TIMEOUT),
            FrameAttacks::silence));
  }

  private static byte[] header(int length, int type) {
    return ByteBuffer.allocate(5).putInt(length).put((byte) type).array();
  }

  private static Scenario bytes(String id, String does, Expected expected, byte[] bytes) {
    return Scenario.of(
        id,
        does,
        expected,
        attacker -> {
          try (Wire wire = attacker.connect()) {
            attacker.sends(does);
            wire.write(bytes);
            return Answers.inTheClear(wire);
          }
        });
  }

  private static Scenario hello(String id, String does, Expected expected, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return bytes(id, does, expected, Frame.of(FrameType.CLIENT_HELLO, bytes).encoded());
  }

  private interface TextChange {
    String apply(String text);
  }

  /** A correct hello, changed as text. */
  private static Scenario changed(String id, String does, Expected expected, TextChange change) {
    return greet(
        id,
        does,
        expected,
        hello ->
            change
                .apply(new String(Json.write(hello), StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8));
  }

  /** A correct hello, changed as an object. */
  private static Scenario greeting(
      String id, String does, Expected expected, Consumer<ObjectNode> change) {
    return greet(
        id,
        does,
        expected,
        hello -> {
          change.accept(hello);
          return Json.write(hello);
        });
  }

  private interface Writing {
    byte[] write(ObjectNode hello);
  }

  private static Scenario greet(String id, String does, Expected expected, Writing writing) {
    return Scenario.of(
        id,
        does,
        expected,
        attacker -> {
          try (Wire wire = attacker.connect();
              KeyExchange exchange = NamedGroup.X25519.offer(Providers.random())) {
            String host = attacker.target().server().host();
            ObjectNode hello = HandMadeHandshake.hello(host, exchange.share());
            attacker.sends("a correct ClientHello, but with: " + does);
            wire.write(Frame.of(FrameType.CLIENT_HELLO, writing.write(hello)));
            return Answers.inTheClear(wire);
          }
        });
  }

  private static void texts(ObjectNode hello, String field, String text) {
    hello.putArray(field).add(text);
  }

  private static void share(ObjectNode hello, String group, byte[] key) {
    texts(hello, "groups", group);
    hello.putArray("shares").addObject().put("group", group).put("key", Json.base64(key));
  }

  /** In the form of an uncompressed point: (1, 1), which the curve does not contain. */
  private static byte[] point() {
    byte[] point = new byte[65];
    point[0] = 4;
    point[32] = 1;
    point[64] = 1;
    return point;
  }

  private static byte[] one(int length) {
    byte[] one = new byte[length];
    one[length - 1] = 1;
    return one;
  }

  private static Reaction slow(Attacker attacker) throws IOException, ProtocolException {
    byte[] frame = Frame.of(FrameType.CLIENT_HELLO, new byte[200]).encoded();
    try (Wire wire = attacker.connect()) {
      attacker.sends("a ClientHello of which a byte comes each second");
      Thread drip =
          new Thread(
              () -> {
                try {
                  for (byte one : frame) {
                    wire.write(new byte[] {one});
                    Thread.sleep(1_000);
                  }
                } catch (InterruptedException | UncheckedIOException over) {
                  // The server has closed, or the scenario is over.
                  return;
                }
              },
              "securechat-drip");
      drip.setDaemon(true);
      drip.start();
      try {
        return Answers.inTheClear(wire, PATIENCE);
      } finally {
        drip.interrupt();
      }
    }
  }

  private static Reaction silence(Attacker attacker) throws IOException, ProtocolException {
    try (Wire wire = attacker.connect()) {
      attacker.sends("nothing");
      return Answers.inTheClear(wire, PATIENCE);
    }
  }
}
