package org.securechat.client.attack.modern;

import static org.securechat.protocol.wire.AlertCode.BAD_FRAME;
import static org.securechat.protocol.wire.AlertCode.TOO_LARGE;
import static org.securechat.protocol.wire.AlertCode.UNSUPPORTED;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.Answers;
import org.securechat.client.attack.target.AttackSocket;
import org.securechat.protocol.crypto.KeyExchange;
import org.securechat.protocol.crypto.NamedGroup;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;
import org.securechat.protocol.wire.Limits;

/** Greetings that are malformed, degenerate or ask for too little. */
final class HelloAttacks {
  private HelloAttacks() {}

  static List<Scenario> all() {
    Expected malformed = Expected.alert(BAD_FRAME);
    Expected unsupported = Expected.alert(UNSUPPORTED);
    return List.of(
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
            hello -> texts(hello, "signatures", "rsa_pkcs1_sha1")));
  }

  private static Scenario hello(String id, String does, Expected expected, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return FrameAttacks.bytes(
        id, does, expected, Frame.of(FrameType.CLIENT_HELLO, bytes).encoded());
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
          try (AttackSocket socket = attacker.connect();
              KeyExchange exchange = NamedGroup.X25519.offer(Providers.random())) {
            String host = attacker.target().server().host();
            ObjectNode hello = ScriptedHandshake.hello(host, exchange.share());
            attacker.sends("a correct ClientHello, but with: " + does);
            socket.write(Frame.of(FrameType.CLIENT_HELLO, writing.write(hello)));
            return Answers.inTheClear(socket);
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
}
