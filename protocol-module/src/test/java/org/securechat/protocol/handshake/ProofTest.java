package org.securechat.protocol.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.protocol.handshake.Alerts.assertAlert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.channel.Content;
import org.securechat.protocol.channel.Received;
import org.securechat.protocol.crypto.SignatureScheme;
import org.securechat.protocol.handshake.HandshakeStates.AtClient;
import org.securechat.protocol.handshake.HandshakeStates.AtServer;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.testkit.TestPki;

/** Peers who claim to be somebody, and cannot prove it or must not be it. */
class ProofTest {
  private static final byte[] TRANSCRIPT = new byte[48];

  @Test
  void signatureByAnotherKeyIsRefused() throws Exception {
    Credentials mallory = HandshakePair.PKI.client("mallory").issue();
    HandshakePair wire = HandshakeStates.at(AtServer.CLIENT_VERIFY);
    byte[] transcript = serverTranscript(wire);
    assertVerifyRefused(
        AlertCode.BAD_SIGNATURE,
        wire,
        "ed25519",
        mallory.sign(Authentication.signatureInput(Side.CLIENT, transcript)));
  }

  @Test
  void signatureOverAnotherTranscriptIsRefused() throws Exception {
    HandshakePair wire = HandshakeStates.at(AtServer.CLIENT_VERIFY);
    assertVerifyRefused(
        AlertCode.BAD_SIGNATURE,
        wire,
        "ed25519",
        HandshakePair.ALICE.sign(Authentication.signatureInput(Side.CLIENT, TRANSCRIPT)));
  }

  @Test
  void signatureMadeAsAServerIsRefusedFromAClient() throws Exception {
    HandshakePair wire = HandshakeStates.at(AtServer.CLIENT_VERIFY);
    assertVerifyRefused(
        AlertCode.BAD_SIGNATURE,
        wire,
        "ed25519",
        HandshakePair.ALICE.sign(
            Authentication.signatureInput(Side.SERVER, serverTranscript(wire))));
  }

  @Test
  void rightSignatureIsAcceptedOnTheSameStage() throws Exception {
    HandshakePair wire = HandshakeStates.at(AtServer.CLIENT_VERIFY);
    byte[] signature =
        HandshakePair.ALICE.sign(
            Authentication.signatureInput(Side.CLIENT, serverTranscript(wire)));
    assertThat(wire.server.receive(wire.serverState, verify(wire, "ed25519", signature)).next())
        .isInstanceOf(AwaitingClientFinished.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa_pss_rsae_sha256", "ecdsa_secp256r1_sha256", "none", ""})
  void schemeThatIsNotTheKeysIsRefused(String scheme) throws Exception {
    HandshakePair wire = HandshakeStates.at(AtServer.CLIENT_VERIFY);
    byte[] signature =
        HandshakePair.ALICE.sign(
            Authentication.signatureInput(Side.CLIENT, serverTranscript(wire)));
    assertVerifyRefused(AlertCode.UNSUPPORTED, wire, scheme, signature);
  }

  @Test
  void schemeTheServerDoesNotTakeIsRefused() {
    NegotiationPolicy p256 =
        NegotiationPolicy.DEFAULT.withSignatures(SignatureScheme.ECDSA_SECP256R1_SHA256);
    HandshakePair wire =
        new HandshakePair(
            HandshakePair.clientSettings(), HandshakePair.serverSettings().withPolicy(p256));
    assertAlert(AlertCode.UNSUPPORTED, wire::run);
  }

  @Test
  void schemeTheClientDoesNotTakeIsRefused() {
    NegotiationPolicy p256 =
        NegotiationPolicy.DEFAULT.withSignatures(SignatureScheme.ECDSA_SECP256R1_SHA256);
    HandshakePair wire =
        new HandshakePair(
            HandshakePair.clientSettings().withPolicy(p256), HandshakePair.serverSettings());
    assertAlert(AlertCode.UNSUPPORTED, wire::run);
  }

  @Test
  void wrongFinishedOfAClientIsRefused() throws Exception {
    HandshakePair wire = HandshakeStates.at(AtServer.CLIENT_FINISHED);
    Frame frame =
        HandshakeStates.toServer(
            wire, AtServer.CLIENT_FINISHED, Content.FINISHED, finished(new byte[48]));
    assertAlert(AlertCode.BAD_SIGNATURE, () -> wire.server.receive(wire.serverState, frame));
  }

  @Test
  void wrongFinishedOfAServerIsRefused() throws Exception {
    HandshakePair wire = HandshakeStates.at(AtClient.SERVER_FINISHED);
    Frame frame =
        HandshakeStates.toClient(
            wire, AtClient.SERVER_FINISHED, Content.FINISHED, finished(new byte[48]));
    assertAlert(AlertCode.BAD_SIGNATURE, () -> wire.client.receive(wire.clientState, frame));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 32, 47, 49})
  void finishedOfAnotherLengthIsBadFrame(int length) throws Exception {
    HandshakePair wire = HandshakeStates.at(AtServer.CLIENT_FINISHED);
    Frame frame =
        HandshakeStates.toServer(
            wire, AtServer.CLIENT_FINISHED, Content.FINISHED, finished(new byte[length]));
    assertAlert(AlertCode.BAD_FRAME, () -> wire.server.receive(wire.serverState, frame));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "''; bad_frame",
        "{}; bad_frame",
        "{\"chain\":7}; bad_frame",
        "{\"chain\":[7]}; bad_frame",
        "{\"chain\":[\"!\"]}; bad_frame",
        "{\"chain\":[]}; bad_certificate",
        "{\"chain\":[\"\"]}; bad_certificate",
        "{\"chain\":[\"AAAA\"]}; bad_certificate",
        "{\"chain\":[\"\",\"\",\"\",\"\",\"\",\"\",\"\"]}; bad_certificate"
      })
  void malformedCertificateMessageIsRefused(String json, String alert) throws Exception {
    HandshakePair wire = HandshakeStates.at(AtServer.CLIENT_CERTIFICATE);
    byte[] data = json.getBytes(StandardCharsets.UTF_8);
    Frame frame =
        HandshakeStates.toServer(wire, AtServer.CLIENT_CERTIFICATE, Content.CERTIFICATE, data);
    assertAlert(AlertCode.of(alert), () -> wire.server.receive(wire.serverState, frame));
  }

  @Test
  void clientOfAnotherAuthorityIsTold() throws Exception {
    Credentials stranger = TestPki.create().client("alice").issue();
    assertClientIsTold(AlertCode.UNKNOWN_AUTHORITY, stranger);
  }

  @Test
  void expiredClientIsTold() throws Exception {
    Credentials expired =
        HandshakePair.PKI
            .client("alice")
            .valid(TestPki.NOW.minusSeconds(60), TestPki.NOW.minusSeconds(1))
            .issue();
    assertClientIsTold(AlertCode.CERTIFICATE_EXPIRED, expired);
  }

  @Test
  void clientWithAServersCertificateIsTold() throws Exception {
    assertClientIsTold(AlertCode.BAD_CERTIFICATE, HandshakePair.SERVER);
  }

  @Test
  void serverOfAnotherNameIsRefusedAndTold() throws Exception {
    assertServerIsTold(
        AlertCode.BAD_CERTIFICATE, HandshakePair.PKI.server("other.example.org").issue());
  }

  @Test
  void serverWithAClientsCertificateIsRefusedAndTold() throws Exception {
    assertServerIsTold(AlertCode.BAD_CERTIFICATE, HandshakePair.ALICE);
  }

  @Test
  void serverOfAnotherAuthorityIsRefusedAndTold() throws Exception {
    assertServerIsTold(
        AlertCode.UNKNOWN_AUTHORITY, TestPki.create().server(HandshakePair.HOST).issue());
  }

  @Test
  void clientLearnsOfATimeoutInTheMiddle() throws Exception {
    HandshakePair wire = HandshakeStates.at(AtServer.CLIENT_VERIFY);
    Frame alert = wire.server.alert(wire.serverState, AlertCode.TIMEOUT);
    assertThat(wire.clientChannel().receive(alert))
        .isEqualTo(new Received.Alerted(AlertCode.TIMEOUT));
  }

  private static void assertClientIsTold(AlertCode alert, Credentials credentials)
      throws Exception {
    HandshakePair wire =
        new HandshakePair(
            HandshakePair.clientSettings(credentials), HandshakePair.serverSettings());
    assertAlert(alert, wire::run);
    Frame frame = wire.server.alert(wire.serverState, alert);
    assertThat(wire.clientChannel().receive(frame)).isEqualTo(new Received.Alerted(alert));
  }

  private static void assertServerIsTold(AlertCode alert, Credentials credentials)
      throws Exception {
    HandshakePair wire =
        new HandshakePair(
            HandshakePair.clientSettings(), HandshakePair.serverSettings(credentials));
    assertAlert(alert, wire::run);
    Frame frame = wire.client.alert(wire.clientState, alert);
    assertThat(wire.server.receive(wire.serverState, frame).next())
        .isEqualTo(new ServerHandshakeState.Refused(alert));
  }

  private static void assertVerifyRefused(
      AlertCode alert, HandshakePair wire, String scheme, byte[] signature) {
    assertAlert(
        alert, () -> wire.server.receive(wire.serverState, verify(wire, scheme, signature)));
  }

  private static Frame verify(HandshakePair wire, String scheme, byte[] signature) {
    ObjectNode fields = Json.object();
    fields.put("scheme", scheme).put("signature", Json.base64(signature));
    return HandshakeStates.toServer(
        wire, AtServer.CLIENT_VERIFY, Content.CERTIFICATE_VERIFY, Json.write(fields));
  }

  private static byte[] finished(byte[] mac) {
    return Json.write(Json.object().put("mac", Json.base64(mac)));
  }

  private static byte[] serverTranscript(HandshakePair wire) {
    return ((AwaitingClientVerify) wire.serverState).keys().handshake().transcript().hash();
  }

  @Test
  void alertsAreInTheClearBeforeKeysOnly() throws Exception {
    List<Frame> alerts = new ArrayList<>();
    HandshakePair fresh = HandshakePair.create().start();
    alerts.add(fresh.server.alert(fresh.serverState, AlertCode.TIMEOUT));
    alerts.add(fresh.client.alert(fresh.clientState, AlertCode.TIMEOUT));
    HandshakePair keyed = HandshakeStates.at(AtServer.CLIENT_CERTIFICATE);
    alerts.add(keyed.server.alert(keyed.serverState, AlertCode.TIMEOUT));
    assertThat(alerts)
        .extracting(frame -> frame.type().name())
        .containsExactly("ALERT", "ALERT", "RECORD");
  }
}
