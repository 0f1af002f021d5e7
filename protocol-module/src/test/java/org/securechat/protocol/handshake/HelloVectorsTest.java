package org.securechat.protocol.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.protocol.handshake.Alerts.assertAlert;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.securechat.protocol.Vectors;
import org.securechat.protocol.channel.AlertFrames;
import org.securechat.protocol.channel.Content;
import org.securechat.protocol.channel.Message;
import org.securechat.protocol.crypto.CipherSuite;
import org.securechat.protocol.crypto.NamedGroup;
import org.securechat.protocol.crypto.SignatureScheme;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;
import org.securechat.protocol.wire.ProtocolException;

/** {@code vectors/hellos.json}: what is of its form, and with which alert anything else ends. */
class HelloVectorsTest {
  private static final NegotiationPolicy OFFER =
      NegotiationPolicy.DEFAULT.withGroups(NamedGroup.X25519, NamedGroup.SECP256R1);

  /** Receives one document of a part of the file. */
  private interface Receiver {
    void receive(byte[] document) throws Exception;
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("valid")
  @DisplayName("what is of its form is taken")
  void validIsTaken(String part, String name, byte[] document) throws Exception {
    receiver(part).receive(document);
  }

  static Stream<Arguments> valid() {
    return parts()
        .flatMap(part ->
            Vectors.cases("hellos.json", part, "valid")
                .map(each ->
                    Arguments.of(part, each.get("name").textValue(), Vectors.document(each))));
  }

  @ParameterizedTest(name = "{0}: {1} is {2}")
  @MethodSource("invalid")
  @DisplayName("what is not of its form, or was not offered, is refused with its alert")
  void invalidIsRefused(String part, String fault, String alert, byte[] document) throws Exception {
    assertAlert(AlertCode.of(alert), () -> receiver(part).receive(document));
  }

  static Stream<Arguments> invalid() {
    return parts()
        .flatMap(part ->
            Vectors.cases("hellos.json", part, "invalid")
                .map(each ->
                    Arguments.of(
                        part,
                        each.get("fault").textValue(),
                        each.get("alert").textValue(),
                        Vectors.document(each))));
  }

  private static Stream<String> parts() {
    return Stream.of(
        "client_hellos",
        "hello_retries",
        "server_hellos",
        "certificate",
        "certificate_verify",
        "alerts");
  }

  private static Receiver receiver(String part) {
    return switch (part) {
      case "client_hellos" ->
          document -> ClientHello.parse(Frame.of(FrameType.CLIENT_HELLO, document));
      case "hello_retries" -> document -> toClient(Frame.of(FrameType.HELLO_RETRY, document));
      case "server_hellos" -> document -> toClient(Frame.of(FrameType.SERVER_HELLO, document));
      case "certificate" ->
          document ->
              Authentication.readChain(new Message(Content.CERTIFICATE, document), transcript());
      case "certificate_verify" -> HelloVectorsTest::verify;
      case "alerts" -> AlertFrames::parse;
      default -> throw new IllegalArgumentException(part);
    };
  }

  private static void toClient(Frame frame) throws ProtocolException {
    JsonNode offer = Vectors.node("hellos.json", "server_hellos", "offer");
    assertThat(texts(offer.get("groups"))).containsExactly("x25519", "secp256r1");
    assertThat(texts(offer.get("shares"))).containsExactly("x25519");
    HandshakePair wire =
        new HandshakePair(
                HandshakePair.clientSettings().withPolicy(OFFER).withShares(NamedGroup.X25519),
                HandshakePair.serverSettings())
            .start();
    wire.client.receive(wire.clientState, frame);
  }

  /** A good form comes as far as the signature, which no vector can have. */
  private static void verify(byte[] document) throws Exception {
    PeerIdentity alice =
        HandshakePair.PKI.rules().verify(HandshakePair.ALICE.chain(), Purpose.CLIENT);
    Message message = new Message(Content.CERTIFICATE_VERIFY, document);
    try {
      Authentication.checkVerify(
          Side.CLIENT, message, alice, List.of(SignatureScheme.ED25519), transcript());
    } catch (ProtocolException e) {
      if (e.alert() != AlertCode.BAD_SIGNATURE) {
        throw e;
      }
    }
  }

  private static Transcript transcript() {
    return new Transcript(CipherSuite.AES128GCM_SHA256);
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::textValue).toList();
  }
}
