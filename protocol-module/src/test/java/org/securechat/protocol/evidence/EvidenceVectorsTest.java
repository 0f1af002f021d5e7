package org.securechat.protocol.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.securechat.protocol.Vectors.document;
import static org.securechat.protocol.Vectors.hex;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.securechat.protocol.Vectors;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.identity.RevocationSource;

/** {@code payloads/}, {@code transcript-lines.json} and {@code receipts.json}. */
class EvidenceVectorsTest {
  @ParameterizedTest
  @MethodSource
  void validMessages(JsonNode vector) throws EvidenceException {
    byte[] payload = document(vector);
    assertThat(MessagePayload.parse(payload).encode()).isEqualTo(payload);
    assertThat(Digests.sha256Hex(payload)).isEqualTo(vector.get("sha256").textValue());
  }

  @ParameterizedTest
  @MethodSource
  void invalidMessages(JsonNode vector) {
    assertThatThrownBy(() -> MessagePayload.parse(document(vector)))
        .isInstanceOf(EvidenceException.class);
  }

  @ParameterizedTest
  @MethodSource
  void validEvents(JsonNode vector) throws EvidenceException {
    byte[] payload = document(vector);
    assertThat(EventPayload.parse(payload).encode()).isEqualTo(payload);
    assertThat(Digests.sha256Hex(payload)).isEqualTo(vector.get("sha256").textValue());
  }

  @ParameterizedTest
  @MethodSource
  void invalidEvents(JsonNode vector) {
    assertThatThrownBy(() -> EventPayload.parse(document(vector)))
        .isInstanceOf(EvidenceException.class);
  }

  @ParameterizedTest
  @MethodSource
  void validDecisions(JsonNode vector) throws EvidenceException {
    byte[] payload = document(vector);
    assertThat(ModerationPayload.parse(payload).encode()).isEqualTo(payload);
    assertThat(Digests.sha256Hex(payload)).isEqualTo(vector.get("sha256").textValue());
  }

  @ParameterizedTest
  @MethodSource
  void invalidDecisions(JsonNode vector) {
    assertThatThrownBy(() -> ModerationPayload.parse(document(vector)))
        .isInstanceOf(EvidenceException.class);
  }

  @ParameterizedTest
  @MethodSource
  void validAudits(JsonNode vector) throws EvidenceException {
    byte[] payload = document(vector);
    assertThat(AuditPayload.parse(payload).encode()).isEqualTo(payload);
    assertThat(Digests.sha256Hex(payload)).isEqualTo(vector.get("sha256").textValue());
  }

  @ParameterizedTest
  @MethodSource
  void invalidAudits(JsonNode vector) {
    assertThatThrownBy(() -> AuditPayload.parse(document(vector)))
        .isInstanceOf(EvidenceException.class);
  }

  @ParameterizedTest
  @MethodSource
  void validWebhooks(JsonNode vector) throws EvidenceException {
    byte[] payload = document(vector);
    assertThat(WebhookPayload.parse(payload).encode()).isEqualTo(payload);
    assertThat(Digests.sha256Hex(payload)).isEqualTo(vector.get("sha256").textValue());
  }

  @ParameterizedTest
  @MethodSource
  void invalidWebhooks(JsonNode vector) {
    assertThatThrownBy(() -> WebhookPayload.parse(document(vector)))
        .isInstanceOf(EvidenceException.class);
  }

  @ParameterizedTest
  @MethodSource
  void validLines(JsonNode vector) throws EvidenceException {
    String line = vector.get("text").textValue();
    assertThat(TranscriptLine.parse(line).format()).isEqualTo(line);
  }

  @ParameterizedTest
  @MethodSource
  void invalidLines(JsonNode vector) {
    assertThatThrownBy(() -> TranscriptLine.parse(vector.get("text").textValue()))
        .isInstanceOf(EvidenceException.class);
  }

  @ParameterizedTest
  @MethodSource
  void chains(JsonNode vector) {
    UUID room = UUID.fromString(vector.get("room_id").textValue());
    String chain = Chain.genesis(room);
    assertThat(chain).isEqualTo(vector.get("genesis").textValue());
    List<String> lines = new ArrayList<>();
    for (JsonNode link : vector.get("links")) {
      assertThat(link.get("previous").textValue()).isEqualTo(chain);
      lines.add(link.get("line").textValue());
      chain = Chain.next(chain, link.get("line").textValue());
      assertThat(chain).isEqualTo(link.get("chain").textValue());
    }
    assertThat(Receipt.transcriptSha256(lines))
        .isEqualTo(vector.get("transcript_sha256").textValue());
  }

  @ParameterizedTest
  @MethodSource
  void validReceipts(JsonNode vector) throws EvidenceException {
    byte[] receipt = document(vector);
    assertThat(Receipt.parse(receipt).encode()).isEqualTo(receipt);
  }

  @ParameterizedTest
  @MethodSource
  void invalidReceipts(JsonNode vector) {
    assertThatThrownBy(() -> Receipt.parse(document(vector))).isInstanceOf(EvidenceException.class);
  }

  @ParameterizedTest
  @MethodSource
  void validSignatures(JsonNode vector) throws Exception {
    assertThat(verify(vector)).isNotNull();
  }

  @ParameterizedTest
  @MethodSource
  void invalidSignatures(JsonNode vector) {
    assertThatThrownBy(() -> verify(vector)).isInstanceOf(EvidenceException.class);
  }

  static Stream<JsonNode> validMessages() {
    return Vectors.files("payloads/messages/valid");
  }

  static Stream<JsonNode> invalidMessages() {
    return Vectors.files("payloads/messages/invalid");
  }

  static Stream<JsonNode> validEvents() {
    return Vectors.files("payloads/events/valid");
  }

  static Stream<JsonNode> invalidEvents() {
    return Vectors.files("payloads/events/invalid");
  }

  static Stream<JsonNode> validDecisions() {
    return Vectors.files("payloads/decisions/valid");
  }

  static Stream<JsonNode> invalidDecisions() {
    return Vectors.files("payloads/decisions/invalid");
  }

  static Stream<JsonNode> validAudits() {
    return Vectors.files("payloads/audits/valid");
  }

  static Stream<JsonNode> invalidAudits() {
    return Vectors.files("payloads/audits/invalid");
  }

  static Stream<JsonNode> validWebhooks() {
    return Vectors.files("payloads/webhooks/valid");
  }

  static Stream<JsonNode> invalidWebhooks() {
    return Vectors.files("payloads/webhooks/invalid");
  }

  static Stream<JsonNode> validLines() {
    return Vectors.cases("transcript-lines.json", "valid");
  }

  static Stream<JsonNode> invalidLines() {
    return Vectors.cases("transcript-lines.json", "invalid");
  }

  static Stream<JsonNode> chains() {
    return Vectors.cases("transcript-lines.json", "chain");
  }

  static Stream<JsonNode> validReceipts() {
    return Vectors.cases("receipts.json", "valid");
  }

  static Stream<JsonNode> invalidReceipts() {
    return Vectors.cases("receipts.json", "invalid");
  }

  static Stream<JsonNode> validSignatures() {
    return Vectors.cases("receipts.json", "signatures", "valid");
  }

  static Stream<JsonNode> invalidSignatures() {
    return Vectors.cases("receipts.json", "signatures", "invalid");
  }

  private static X509Certificate verify(JsonNode vector) throws Exception {
    JsonNode signatures = Vectors.node("receipts.json", "signatures");
    byte[] receipt = vector.get("text").textValue().getBytes(StandardCharsets.UTF_8);
    Instant issued = Timestamps.parse(Receipt.parse(receipt).issuedAt());
    CertificateRules rules =
        new CertificateRules(
            List.of(certificate(signatures, "authority")),
            RevocationSource.none(),
            RevocationPolicy.ALLOW,
            Clock.fixed(issued, ZoneOffset.UTC));
    return ReceiptSigning.verify(
            receipt, hex(vector, "signature"), List.of(certificate(vector, "certificate")), rules)
        .leaf();
  }

  private static X509Certificate certificate(JsonNode vector, String field) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(hex(vector, field)));
  }
}
