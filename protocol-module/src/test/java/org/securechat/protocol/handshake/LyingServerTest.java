package org.securechat.protocol.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.protocol.handshake.Alerts.assertAlert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.channel.Content;
import org.securechat.protocol.crypto.CipherSuite;
import org.securechat.protocol.crypto.NamedGroup;
import org.securechat.protocol.handshake.HandshakeStates.AtClient;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;
import org.securechat.protocol.wire.ProtocolException;

/** A server that answers what was not asked, and what the client makes of it (PROTOCOL.md §3). */
class LyingServerTest {
  private static final byte[] COOKIE = {1, 2, 3};

  @Test
  @DisplayName("3.3: the second ClientHello equals the first but for its cookie and one share")
  void aRetryForAGroupChangesShareAndCookieAlone() throws Exception {
    HandshakePair wire = HandshakePair.create().start();
    ObjectNode first = Json.parse(wire.toServer.poll().body());

    ObjectNode second = answer(wire, new HelloRetry(Optional.of("secp256r1"), COOKIE).frame());

    assertThat(second.get("cookie").textValue()).isEqualTo(Json.base64(COOKIE));
    assertThat(second.get("shares")).hasSize(1);
    assertThat(second.get("shares").get(0).get("group").textValue()).isEqualTo("secp256r1");
    assertThat(without(second, "cookie", "shares")).isEqualTo(without(first, "shares"));
  }

  @Test
  @DisplayName("3.3: without a group the shares are the same as well")
  void aRetryForNoGroupChangesTheCookieAlone() throws Exception {
    HandshakePair wire = HandshakePair.create().start();
    ObjectNode first = Json.parse(wire.toServer.poll().body());

    ObjectNode second = answer(wire, new HelloRetry(Optional.empty(), COOKIE).frame());

    assertThat(second.get("cookie").textValue()).isEqualTo(Json.base64(COOKIE));
    assertThat(without(second, "cookie")).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "ffdhe2048", "x25519"})
  @DisplayName("3.3: a second HelloRetry is refused, whatever it asks for")
  void aSecondRetryIsRefused(String group) throws Exception {
    HandshakePair wire = HandshakePair.create().start();
    wire.toServer.poll();
    answer(wire, new HelloRetry(Optional.of("secp256r1"), COOKIE).frame());

    Frame again = new HelloRetry(Optional.of(group), COOKIE).frame();
    assertAlert(AlertCode.UNEXPECTED_MESSAGE, () -> wire.client.receive(wire.clientState, again));
  }

  @Test
  @DisplayName("3.3: a group that this client does not accept is refused, though it is known")
  void aRetryForAGroupThatWasNotOfferedIsRefused() {
    HandshakePair wire = HandshakePair.with(NamedGroup.X25519).start();

    Frame retry = new HelloRetry(Optional.of("secp256r1"), COOKIE).frame();
    assertAlert(AlertCode.UNSUPPORTED, () -> wire.client.receive(wire.clientState, retry));
  }

  @Test
  @DisplayName("3.4: after a retry, the group of the first hello's share is no choice any more")
  void theShareOfTheFirstHelloIsGoneAfterARetry() throws Exception {
    HandshakePair wire = HandshakePair.create().start();
    wire.stepServer();
    Frame answer = wire.toClient.peek();
    answer(wire, new HelloRetry(Optional.of("secp256r1"), COOKIE).frame());

    assertAlert(AlertCode.UNSUPPORTED, () -> wire.client.receive(wire.clientState, answer));
  }

  @Test
  @DisplayName("3.4: a cipher that was not offered is refused, though it is known")
  void aCipherThatWasNotOfferedIsRefused() throws Exception {
    NegotiationPolicy policy = NegotiationPolicy.DEFAULT.withCiphers(CipherSuite.AES128GCM_SHA256);
    HandshakePair wire =
        new HandshakePair(
                HandshakePair.clientSettings().withPolicy(policy), HandshakePair.serverSettings())
            .start();
    wire.stepServer();
    ObjectNode hello = Json.parse(wire.toClient.poll().body());
    hello.put("cipher", "aes256gcm-sha384");

    Frame other = Frame.of(FrameType.SERVER_HELLO, Json.write(hello));
    assertAlert(AlertCode.UNSUPPORTED, () -> wire.client.receive(wire.clientState, other));
  }

  @ParameterizedTest
  @CsvSource({"0,bad_certificate", "7,bad_certificate", "8,bad_certificate"})
  @DisplayName("3.8, 6: a chain of 0 or of more than 6 certificates is refused")
  void aChainOfNoneOrOfSevenIsRefused(int certificates, String alert) throws Exception {
    HandshakePair wire = HandshakeStates.at(AtClient.SERVER_CERTIFICATE);
    ObjectNode fields = Json.object();
    for (var chain = fields.putArray("chain"); chain.size() < certificates; ) {
      chain.add(Json.base64(HandshakePair.SERVER.encodedChain().get(0)));
    }

    assertRefused(wire, AtClient.SERVER_CERTIFICATE, Content.CERTIFICATE, fields, alert);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa_pss_rsae_sha256", "ecdsa_secp256r1_sha256", "ED25519", "none", ""})
  @DisplayName("3.8: a scheme that does not fit the key of the server's certificate is refused")
  void aSchemeThatDoesNotFitTheKeyIsRefused(String scheme) throws Exception {
    HandshakePair wire = HandshakeStates.at(AtClient.SERVER_VERIFY);
    byte[] signature = HandshakePair.SERVER.sign(input(wire, Side.SERVER));

    assertVerifyRefused(wire, scheme, signature, "unsupported");
  }

  @Test
  @DisplayName("3.8: a signature by another key than the certificate's is refused")
  void aSignatureByAnotherKeyIsRefused() throws Exception {
    HandshakePair wire = HandshakeStates.at(AtClient.SERVER_VERIFY);
    Credentials other = HandshakePair.PKI.server(HandshakePair.HOST).issue();

    assertVerifyRefused(wire, "ed25519", other.sign(input(wire, Side.SERVER)), "bad_signature");
  }

  @Test
  @DisplayName("3.8: a signature that was made as a client is refused from a server")
  void aSignatureAsAClientIsRefused() throws Exception {
    HandshakePair wire = HandshakeStates.at(AtClient.SERVER_VERIFY);
    byte[] signature = HandshakePair.SERVER.sign(input(wire, Side.CLIENT));

    assertVerifyRefused(wire, "ed25519", signature, "bad_signature");
  }

  /** The other half of the three above: on the same stage, the right one is taken. */
  @Test
  void theRightSignatureIsTaken() throws Exception {
    HandshakePair wire = HandshakeStates.at(AtClient.SERVER_VERIFY);
    byte[] signature = HandshakePair.SERVER.sign(input(wire, Side.SERVER));
    Frame frame = verify(wire, "ed25519", signature);

    assertThat(wire.client.receive(wire.clientState, frame).next())
        .isInstanceOf(AwaitingServerFinished.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 32, 47, 49})
  @DisplayName("3.8: a Finished of another length is malformed")
  void aFinishedOfAnotherLengthIsRefused(int length) throws Exception {
    HandshakePair wire = HandshakeStates.at(AtClient.SERVER_FINISHED);
    ObjectNode fields = Json.object().put("mac", Json.base64(new byte[length]));

    assertRefused(wire, AtClient.SERVER_FINISHED, Content.FINISHED, fields, "bad_frame");
  }

  @ParameterizedTest
  @EnumSource(
      value = AtClient.class,
      names = {"SERVER_CERTIFICATE", "SERVER_VERIFY", "SERVER_FINISHED"})
  @DisplayName("4: a KeyUpdate in the handshake is out of place, whatever is in it")
  void aKeyUpdateInTheHandshakeIsRefused(AtClient state) throws Exception {
    HandshakePair wire = HandshakeStates.at(state);
    Frame frame =
        HandshakeStates.toClient(
            wire, state, Content.KEY_UPDATE, "{}".getBytes(StandardCharsets.UTF_8));

    assertAlert(AlertCode.UNEXPECTED_MESSAGE, () -> wire.client.receive(wire.clientState, frame));
  }

  @Test
  @DisplayName("3.1, 12.1: the client shows nothing of its own before it has verified the server")
  void theClientSaysNothingBeforeTheServersFinished() throws Exception {
    HandshakePair wire = HandshakePair.create().start();
    wire.stepServer();
    for (int message = 0; message < 3; message++) {
      wire.stepClient();
      assertThat(wire.toServer).as("after message " + message).isEmpty();
    }
    wire.stepClient();
    assertThat(wire.toServer).hasSize(3);
  }

  @Test
  @DisplayName("3.1: the server sends nothing in answer to the client's Finished")
  void theServerDoesNotAnswerTheClientsFinished() throws Exception {
    HandshakePair wire = HandshakePair.create().run();

    assertThat(wire.seen).hasSize(8);
    assertThat(wire.seen.get(7).type()).isEqualTo(FrameType.RECORD);
    assertThat(wire.toClient).isEmpty();
  }

  private static ObjectNode answer(HandshakePair wire, Frame frame) throws Exception {
    ClientStep step = wire.client.receive(wire.clientState, frame);
    wire.clientState = step.next();
    assertThat(step.outgoing()).hasSize(1);
    return Json.parse(step.outgoing().get(0).body());
  }

  private static ObjectNode without(ObjectNode fields, String... names) {
    return fields.deepCopy().remove(List.of(names));
  }

  private static byte[] input(HandshakePair wire, Side signer) {
    return Authentication.signatureInput(
        signer, ((AwaitingServerVerify) wire.clientState).keys().handshake().transcript().hash());
  }

  private static Frame verify(HandshakePair wire, String scheme, byte[] signature) {
    return HandshakeStates.toClient(
        wire,
        AtClient.SERVER_VERIFY,
        Content.CERTIFICATE_VERIFY,
        Json.write(fields(scheme, signature)));
  }

  private static ObjectNode fields(String scheme, byte[] signature) {
    return Json.object().put("scheme", scheme).put("signature", Json.base64(signature));
  }

  private static void assertVerifyRefused(
      HandshakePair wire, String scheme, byte[] signature, String alert) throws ProtocolException {
    assertRefused(
        wire, AtClient.SERVER_VERIFY, Content.CERTIFICATE_VERIFY, fields(scheme, signature), alert);
  }

  private static void assertRefused(
      HandshakePair wire, AtClient state, Content content, ObjectNode fields, String alert)
      throws ProtocolException {
    Frame frame = HandshakeStates.toClient(wire, state, content, Json.write(fields));
    assertAlert(AlertCode.of(alert), () -> wire.client.receive(wire.clientState, frame));
  }
}
