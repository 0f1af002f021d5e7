package org.securechat.protocol.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.securechat.protocol.classic.ClassicSignature;
import org.securechat.protocol.classic.ClassicTranscript;
import org.securechat.protocol.identity.Credentials;
import org.securechat.testkit.TestPki;

class ClassicPayloadTest {
  private static final String ROOM = "classic:0123456789abcdef:fedcba9876543210";
  private static final UUID ROOM_ID = UUID.fromString("0191a1b2-0000-7000-8000-00000000000f");
  private static final Instant NOW = Instant.parse("2026-11-22T19:00:00.123Z");
  private static final String IV = "AAECAwQFBgcICQoLDA0ODw==";
  private static final String CIPHERTEXT = "AAECAwQFBgcICQoLDA0ODw==";

  private final Credentials client = TestPki.create().client("alice").key("rsa2048").issue();

  private ClassicPayload.Message message(Optional<String> text) {
    byte[] digest = ClassicSignature.messageDigest(3, 1_700_000_000_000L, CIPHERTEXT);
    String signature =
        Base64.getEncoder().encodeToString(ClassicSignature.sign(client.privateKey(), digest));
    return ClassicPayload.Message.create(
        ROOM, ROOM_ID, 3, 1_700_000_000_000L, IV, CIPHERTEXT, signature, text, NOW);
  }

  @Test
  void readsWhatItWrites() throws Exception {
    ClassicTranscript transcript = new ClassicTranscript();
    for (ClassicPayload payload :
        List.of(
            ClassicPayload.Opening.create(ROOM, ROOM_ID, client.leaf(), "alice", NOW),
            ClassicPayload.Opening.create(ROOM, ROOM_ID, client.leaf(), "", NOW),
            message(Optional.of("hello \"é\"\n")),
            message(Optional.empty()),
            ClassicPayload.Closing.create(
                ROOM, ROOM_ID, client.leaf(), client.privateKey(), transcript, NOW))) {
      byte[] encoded = payload.encode();
      assertThat(ClassicPayload.parse(encoded)).isEqualTo(payload);
      assertThat(ClassicPayload.isClassic(encoded)).isTrue();
    }
  }

  @Test
  void theClientsOwnSignatureIsChecked() throws Exception {
    ClassicPayload.Message message = message(Optional.of("hello"));
    X509Certificate other = TestPki.create().client("mallory").key("rsa2048").issue().leaf();
    assertThat(message.isSignedBy(client.leaf())).isTrue();
    assertThat(message.isSignedBy(other)).isFalse();
    assertThat(message.line("0123456789abcdef"))
        .isEqualTo(
            "3|1700000000000|" + CIPHERTEXT + "|" + message.signature() + "|0123456789abcdef\n");
  }

  @Test
  void theReceiptsOwnSignatureIsChecked() throws Exception {
    ClassicPayload.Closing good =
        ClassicPayload.Closing.create(
            ROOM, ROOM_ID, client.leaf(), client.privateKey(), new ClassicTranscript(), NOW);
    assertThat(good.isSigned()).isTrue();
    ClassicPayload.Closing bad =
        new ClassicPayload.Closing(
            good.envelope(),
            good.certificate(),
            "0".repeat(64),
            good.signature(),
            good.firstSeq(),
            good.lastSeq());
    assertThat(bad.isSigned()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "classic-message/1~classic-message/2",
        "\"seqno\":3~\"seqno\":0",
        "\"seqno\":3~\"seqno\":3.0",
        "\"seqno\":3~\"seqno\":\"3\"",
        "\"ts\":1700000000000~\"ts\":-1",
        "\"ts\":1700000000000~\"ts\":1.7e12",
        "Dw==\",\"ct\"~Dx==\",\"ct\"",
        "\"room\":\"classic:~\"room\":\"Classic:",
        "\"text\":\"hello\"~\"text\":\"hell\\u006f\"",
        ",\"text\"~, \"text\""
      })
  void refusesASecondTextOrAnotherForm(String part, String replacement) {
    String good = new String(message(Optional.of("hello")).encode(), StandardCharsets.UTF_8);
    assertThat(good).contains(part);
    byte[] bad = good.replace(part, replacement).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> ClassicPayload.parse(bad)).isInstanceOf(EvidenceException.class);
  }
}
