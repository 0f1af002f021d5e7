package org.securechat.protocol.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.securechat.protocol.handshake.Alerts.assertAlert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.crypto.NamedGroup;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;
import org.securechat.protocol.wire.ProtocolException;

/** Somebody on the wire who changes, drops or repeats what passes. */
class TamperingTest {
  @Test
  void strippedHybridGroupIsDetected() {
    assertDetected(
        FrameType.CLIENT_HELLO,
        hello -> {
          remove((ArrayNode) hello.get("groups"), 0);
          remove((ArrayNode) hello.get("shares"), 0);
        });
  }

  @Test
  void strippedLargeCipherIsDetected() {
    assertDetected(FrameType.CLIENT_HELLO, hello -> remove((ArrayNode) hello.get("ciphers"), 0));
  }

  @Test
  void strippedSignatureSchemesAreDetected() {
    assertDetected(FrameType.CLIENT_HELLO, hello -> remove((ArrayNode) hello.get("signatures"), 2));
  }

  @Test
  void changedServerNameIsDetected() {
    assertDetected(FrameType.CLIENT_HELLO, hello -> hello.put("server_name", "other.example.org"));
  }

  @Test
  void changedClientRandomIsDetected() {
    assertDetected(FrameType.CLIENT_HELLO, hello -> hello.put("random", Json.base64(new byte[32])));
  }

  @Test
  void addedUnknownFieldIsDetected() {
    assertDetected(FrameType.CLIENT_HELLO, hello -> hello.put("future", true));
    assertDetected(FrameType.SERVER_HELLO, hello -> hello.put("future", true));
  }

  @Test
  void changedCipherChoiceIsDetected() {
    assertDetected(FrameType.SERVER_HELLO, hello -> hello.put("cipher", "aes128gcm-sha256"));
  }

  @Test
  void changedServerRandomIsDetected() {
    assertDetected(FrameType.SERVER_HELLO, hello -> hello.put("random", Json.base64(new byte[32])));
  }

  @Test
  void changedGroupChoiceIsRefused() {
    assertThatThrownBy(() ->
            HandshakePair.create()
                .tampering(changing(FrameType.SERVER_HELLO, hello -> hello.put("group", "x25519")))
                .run())
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void replacedKeyShareIsDetected() {
    String other = Json.base64(NamedGroup.X25519.offer(new SecureRandom()).share());
    HandshakePair wire = HandshakePair.with(NamedGroup.X25519);
    wire.tampering(changing(FrameType.SERVER_HELLO, hello -> hello.put("key", other)));
    assertAlert(AlertCode.BAD_RECORD, wire::run);
  }

  /** The retry makes the client offer a weaker group; the transcript has the server disagree. */
  @Test
  void injectedRetryIsDetected() {
    Frame forged = new HelloRetry(Optional.of("ffdhe2048"), new byte[64]).frame();
    HandshakePair wire = HandshakePair.create().start();
    wire.toClient.add(forged);
    assertAlert(
        AlertCode.BAD_FRAME,
        () -> {
          wire.stepClient();
          wire.toServer.poll();
          wire.stepServer();
        });
  }

  @Test
  void groupChangedInRetryIsDetected() {
    NegotiationPolicy p256 =
        NegotiationPolicy.DEFAULT.withGroups(NamedGroup.SECP256R1, NamedGroup.FFDHE2048);
    HandshakePair wire =
        new HandshakePair(
            HandshakePair.clientSettings().withShares(),
            HandshakePair.serverSettings().withPolicy(p256));
    wire.tampering(changing(FrameType.HELLO_RETRY, retry -> retry.put("group", "ffdhe2048")));
    assertAlert(AlertCode.BAD_FRAME, wire::run);
  }

  @Test
  void fieldAddedToRetryIsDetected() {
    HandshakePair wire =
        new HandshakePair(
            HandshakePair.clientSettings().withShares(), HandshakePair.serverSettings());
    wire.tampering(changing(FrameType.HELLO_RETRY, retry -> retry.put("future", true)));
    assertAlert(AlertCode.BAD_RECORD, wire::run);
  }

  @Test
  void strippedFirstHelloIsDetectedAfterRetry() {
    ServerHandshake.Settings demanding =
        HandshakePair.serverSettings().withCookies(SecretBytes.random(32), () -> true);
    HandshakePair wire = new HandshakePair(HandshakePair.clientSettings(), demanding);
    int[] hellos = {0};
    wire.tampering(frame ->
        frame.type() == FrameType.CLIENT_HELLO && hellos[0]++ == 0
            ? changed(frame, hello -> remove((ArrayNode) hello.get("groups"), 4))
            : frame);
    assertAlert(AlertCode.BAD_FRAME, wire::run);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7})
  void flippedBitInAnyRecordIsDetected(int position) {
    assertAlert(AlertCode.BAD_RECORD, () -> withFrame(position, TamperingTest::flipped).run());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 6})
  void droppedRecordIsDetectedAtTheNext(int position) {
    assertAlert(AlertCode.BAD_RECORD, () -> withFrame(position, frame -> null).run());
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 7})
  void droppedFinishedLeavesTheHandshakeOpen(int position) throws Exception {
    HandshakePair wire = withFrame(position, frame -> null).run();
    assertThat(wire.serverState).isNotInstanceOf(ServerHandshakeState.Completed.class);
  }

  @Test
  void repeatedRecordIsDetected() {
    HandshakePair wire = HandshakePair.create().start();
    assertAlert(
        AlertCode.BAD_RECORD,
        () -> {
          wire.stepServer();
          wire.stepClient();
          wire.toClient.addFirst(wire.toClient.peek());
          wire.stepClient();
          wire.stepClient();
        });
  }

  @Test
  void replayedClientFlightIsRefusedByANewConnection() throws Exception {
    HandshakePair recorded = HandshakePair.create().run();
    HandshakePair replay = HandshakePair.create().start();
    replay.toServer.clear();
    recorded.seen.stream().limit(1).forEach(replay.toServer::add);
    replay.stepServer();
    replay.toServer.addAll(recorded.seen.subList(5, 8));
    assertAlert(AlertCode.BAD_RECORD, replay::stepServer);
  }

  @ParameterizedTest
  @EnumSource
  void reflectedHelloIsOutOfPlace(NamedGroup group) {
    HandshakePair wire = HandshakePair.with(group).start();
    assertAlert(
        AlertCode.UNEXPECTED_MESSAGE,
        () -> wire.client.receive(wire.clientState, wire.toServer.peek()));
  }

  /** The change goes through the whole negotiation and fails where the transcripts differ. */
  private static void assertDetected(FrameType type, Consumer<ObjectNode> change) {
    assertAlert(
        AlertCode.BAD_RECORD, () -> HandshakePair.create().tampering(changing(type, change)).run());
  }

  private static UnaryOperator<Frame> changing(FrameType type, Consumer<ObjectNode> change) {
    return frame -> frame.type() == type ? changed(frame, change) : frame;
  }

  private static Frame changed(Frame frame, Consumer<ObjectNode> change) {
    try {
      ObjectNode fields = Json.parse(frame.body());
      change.accept(fields);
      return Frame.of(frame.type(), Json.write(fields));
    } catch (JsonException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Counts from the ClientHello, 0: ServerHello 1, the server's records 2 to 4, client's 5 to 7.
   */
  private static HandshakePair withFrame(int position, UnaryOperator<Frame> change) {
    int[] count = {0};
    return HandshakePair.create()
        .tampering(frame -> count[0]++ == position ? change.apply(frame) : frame);
  }

  private static Frame flipped(Frame frame) {
    byte[] body = frame.body();
    body[body.length / 2] ^= 1;
    return Frame.of(frame.type(), body);
  }

  private static void remove(ArrayNode list, int index) {
    list.remove(index);
  }
}
