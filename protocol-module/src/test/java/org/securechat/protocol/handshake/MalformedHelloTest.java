package org.securechat.protocol.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.protocol.handshake.Alerts.assertAlert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;
import org.securechat.protocol.wire.Limits;

/** Hellos that are not what they should be. */
class MalformedHelloTest {
  private static final ServerHandshake SERVER = new ServerHandshake(HandshakePair.serverSettings());
  private static final String SHARE = "[{\"group\":\"x25519\",\"key\":\"AAAA\"}]";

  @ParameterizedTest(name = "ClientHello with {0} = {1}")
  @CsvSource(
      delimiter = ';',
      value = {
        "protocol; \"securechat/1\"; bad_frame",
        "protocol; []; bad_frame",
        "protocol; [\"securechat/2\"]; unsupported",
        "protocol; [1]; bad_frame",
        "random; \"\"; bad_frame",
        "random; \"AAAA\"; bad_frame",
        "random; \"not base64\"; bad_frame",
        "random; 7; bad_frame",
        "ciphers; []; bad_frame",
        "ciphers; [\"null-null\"]; unsupported",
        "ciphers; {}; bad_frame",
        "ciphers; [null]; bad_frame",
        "groups; []; bad_frame",
        "groups; [\"ffdhe512\"]; bad_frame",
        "signatures; []; bad_frame",
        "signatures; [\"md5\"]; unsupported",
        "signatures; [\"rsa_pss_rsae_sha256\"]; unsupported",
        "shares; {}; bad_frame",
        "shares; [{}]; bad_frame",
        "shares; [\"x25519\"]; bad_frame",
        "shares; [{\"group\":\"x25519mlkem768\",\"key\":\"AAAA\"}]; bad_frame",
        "shares; [{\"group\":\"x25519mlkem768\",\"key\":\"!\"}]; bad_frame",
        "shares; [{\"group\":\"nowhere\",\"key\":\"AAAA\"}]; bad_frame",
        "server_name; 7; bad_frame",
        "cookie; \"\"; bad_frame",
        "cookie; \"AAAA\"; bad_frame",
        "cookie; null; bad_frame",
        "cookie; 7; bad_frame"
      })
  void malformedFieldIsRefused(String field, String value, String alert) throws Exception {
    ObjectNode hello = hello();
    hello.set(field, Json.MAPPER.readTree(value));
    assertRefused(AlertCode.of(alert), hello);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"protocol", "random", "ciphers", "shares", "groups", "signatures", "server_name"})
  void missingFieldIsRefused(String field) throws Exception {
    ObjectNode hello = hello();
    hello.remove(field);
    assertRefused(AlertCode.BAD_FRAME, hello);
  }

  @ParameterizedTest
  @ValueSource(strings = {"protocol", "ciphers", "groups", "signatures"})
  void endlessListIsRefused(String field) throws Exception {
    ObjectNode hello = hello();
    ArrayNode list = (ArrayNode) hello.get(field);
    for (int i = 0; i <= Limits.MAX_HELLO_LIST; i++) {
      list.add("x" + i);
    }
    assertRefused(AlertCode.BAD_FRAME, hello);
  }

  @Test
  void sharesTwiceForOneGroupAreRefused() throws Exception {
    ObjectNode hello = hello();
    ArrayNode shares = (ArrayNode) hello.get("shares");
    shares.add(shares.get(0).deepCopy());
    assertRefused(AlertCode.BAD_FRAME, hello);
  }

  @Test
  void longNamesAreRefused() throws Exception {
    ObjectNode hello = hello();
    hello.put("server_name", "x".repeat(Limits.MAX_SERVER_NAME_LENGTH + 1));
    assertRefused(AlertCode.BAD_FRAME, hello);
    ObjectNode other = hello();
    ((ArrayNode) other.get("groups")).add("x".repeat(Limits.MAX_NAME_LENGTH + 1));
    assertRefused(AlertCode.BAD_FRAME, other);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "garbage",
        "{\"random\":1,\"random\":2}",
        "{}{}",
        "{\"a\":" + "[[[[[[[[[[[[[[[[[[[[[[[[" // deeper than any hello
      })
  void bodyThatIsNoObjectIsBadFrame(String body) {
    Frame frame = Frame.of(FrameType.CLIENT_HELLO, body.getBytes(StandardCharsets.UTF_8));
    assertAlert(AlertCode.BAD_FRAME, () -> SERVER.receive(SERVER.start(), frame));
    Frame answer = Frame.of(FrameType.SERVER_HELLO, body.getBytes(StandardCharsets.UTF_8));
    HandshakePair wire = HandshakePair.create().start();
    assertAlert(AlertCode.BAD_FRAME, () -> wire.client.receive(wire.clientState, answer));
  }

  @Test
  void helloOverItsLimitIsTooLarge() throws Exception {
    ObjectNode hello = hello();
    hello.put("padding", "x".repeat(Limits.MAX_HELLO_LENGTH));
    assertRefused(AlertCode.TOO_LARGE, hello);
  }

  @Test
  void unknownFieldsAndNamesAreIgnored() throws Exception {
    ObjectNode hello = hello();
    hello.put("future", true);
    ((ArrayNode) hello.get("protocol")).insert(0, "securechat/2");
    ((ArrayNode) hello.get("ciphers")).insert(0, "aes512");
    ((ArrayNode) hello.get("groups")).insert(0, "newgroup");
    ((ArrayNode) hello.get("shares")).insertObject(0).put("group", "newgroup").put("key", "AAAA");
    SERVER.receive(SERVER.start(), frame(hello));
  }

  @Test
  void shareOfAnotherGroupThanTheBestMakesTheServerAsk() throws Exception {
    ObjectNode hello = hello();
    hello.set("shares", Json.MAPPER.readTree(SHARE));
    ServerStep step = SERVER.receive(SERVER.start(), frame(hello));
    assertThat(HelloRetry.parse(step.outgoing().get(0)).group()).contains("x25519mlkem768");
  }

  @ParameterizedTest(name = "ServerHello with {0} = {1}")
  @CsvSource(
      delimiter = ';',
      value = {
        "protocol; \"securechat/2\"; unsupported",
        "protocol; [\"securechat/1\"]; bad_frame",
        "random; \"AAAA\"; bad_frame",
        "cipher; \"null-null\"; unsupported",
        "cipher; 1; bad_frame",
        "group; \"secp256r1\"; unsupported",
        "group; \"nowhere\"; unsupported",
        "key; \"AAAA\"; bad_frame",
        "key; \"\"; bad_frame"
      })
  void malformedChoiceIsRefused(String field, String value, String alert) throws Exception {
    HandshakePair wire = HandshakePair.create().start();
    wire.stepServer();
    ObjectNode hello = Json.parse(wire.toClient.peek().body());
    JsonNode changed = Json.MAPPER.readTree(value);
    hello.set(field, changed);
    Frame frame = Frame.of(FrameType.SERVER_HELLO, Json.write(hello));
    assertAlert(AlertCode.of(alert), () -> wire.client.receive(wire.clientState, frame));
  }

  @ParameterizedTest
  @ValueSource(strings = {"protocol", "random", "cipher", "group", "key"})
  void missingChoiceIsRefused(String field) throws Exception {
    HandshakePair wire = HandshakePair.create().start();
    wire.stepServer();
    ObjectNode hello = Json.parse(wire.toClient.peek().body());
    hello.remove(field);
    Frame frame = Frame.of(FrameType.SERVER_HELLO, Json.write(hello));
    assertAlert(AlertCode.BAD_FRAME, () -> wire.client.receive(wire.clientState, frame));
  }

  @ParameterizedTest(name = "HelloRetry {0}")
  @CsvSource(
      delimiter = ';',
      value = {
        "{}; bad_frame",
        "{\"group\":\"secp256r1\"}; bad_frame",
        "{\"cookie\":7}; bad_frame",
        "{\"cookie\":\"AAAA\",\"group\":7}; bad_frame",
        "{\"cookie\":\"AAAA\",\"group\":\"nowhere\"}; unsupported",
        "{\"cookie\":\"AAAA\",\"group\":\"x25519\"}; bad_frame"
      })
  void malformedRetryIsRefused(String retry, String alert) throws Exception {
    HandshakePair wire = HandshakePair.create().start();
    Frame frame = Frame.of(FrameType.HELLO_RETRY, retry.getBytes(StandardCharsets.UTF_8));
    assertAlert(AlertCode.of(alert), () -> wire.client.receive(wire.clientState, frame));
  }

  private static ObjectNode hello() throws Exception {
    return Json.parse(
        new ClientHandshake(HandshakePair.clientSettings()).start().outgoing().get(0).body());
  }

  private static Frame frame(ObjectNode hello) {
    return Frame.of(FrameType.CLIENT_HELLO, Json.write(hello));
  }

  private static void assertRefused(AlertCode alert, ObjectNode hello) {
    assertAlert(alert, () -> SERVER.receive(SERVER.start(), frame(hello)));
  }
}
