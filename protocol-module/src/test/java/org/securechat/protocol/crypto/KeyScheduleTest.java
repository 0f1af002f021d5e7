package org.securechat.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The schedule against RFC 8448 §3 (a TLS 1.3 handshake), and its own properties. */
class KeyScheduleTest {
  private static final CipherSuite SUITE = CipherSuite.AES128GCM_SHA256;
  private static final byte[] SHARED =
      hex("8bd4054fb55b9d63fdfbacf9f04b9f0d35e6d63f537563efd46272900f89492d");
  private static final byte[] HELLO_HASH =
      hex("860c06edc07858ee8e78f0e7428c58edd6b43f2ca3e6e95f02ed063cf0e1cad8");
  private static final byte[] FINISHED_HASH =
      hex("9608102a0f1ccc6db6250b7b7e417b1a000eaada3daae4777a7686c9ff83df13");

  private final KeySchedule tls =
      new KeySchedule(SUITE, SecretBytes.copyOf(SHARED), new Hkdf(SUITE, "tls13 "));

  @Test
  void handshakeSecretsAreThoseOfRfc8448() {
    List<String> lines = new ArrayList<>();
    tls.handshakeTraffic(HELLO_HASH).logHandshake(lines::add, new byte[] {1});
    assertThat(lines)
        .containsExactly(
            "CLIENT_HANDSHAKE_TRAFFIC_SECRET 01 "
                + "b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21",
            "SERVER_HANDSHAKE_TRAFFIC_SECRET 01 "
                + "b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38");
  }

  @Test
  void handshakeKeyAndIvAreThoseOfRfc8448() {
    TrafficSecret server = tls.handshakeTraffic(HELLO_HASH).server();
    assertThat(server.key().getEncoded()).isEqualTo(hex("3fce516009c21727d0f2e4e86ee403bc"));
    assertThat(server.iv()).isEqualTo(hex("5d313eb2671276ee13000b30"));
  }

  @Test
  void clientFinishedIsThatOfRfc8448() {
    assertThat(tls.handshakeTraffic(HELLO_HASH).client().finished(FINISHED_HASH))
        .isEqualTo(hex("a8ec436d677634ae525ac1fcebe11a039ec17694fac6e98527b642f2edd5ce61"));
  }

  @Test
  void applicationSecretsAreThoseOfRfc8448() {
    List<String> lines = new ArrayList<>();
    tls.master(FINISHED_HASH).application().logApplication(lines::add, new byte[0]);
    assertThat(lines)
        .containsExactly(
            "CLIENT_TRAFFIC_SECRET_0  "
                + "9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5",
            "SERVER_TRAFFIC_SECRET_0  "
                + "a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643");
  }

  @Test
  void alteredTranscriptFailsFinished() {
    TrafficSecret client = tls.handshakeTraffic(HELLO_HASH).client();
    byte[] mac = client.finished(FINISHED_HASH);
    byte[] altered = FINISHED_HASH.clone();
    altered[0] ^= 1;
    assertThat(client.verifiesFinished(FINISHED_HASH, mac)).isTrue();
    assertThat(client.verifiesFinished(altered, mac)).isFalse();
    assertThat(client.verifiesFinished(FINISHED_HASH, new byte[0])).isFalse();
  }

  @Test
  void ownLabelsYieldOtherSecretsThanTls() {
    KeySchedule own = new KeySchedule(SUITE, SecretBytes.copyOf(SHARED));
    assertThat(own.handshakeTraffic(HELLO_HASH).client().iv())
        .isNotEqualTo(tls.handshakeTraffic(HELLO_HASH).client().iv());
  }

  @Test
  void nextSecretIsAnother() {
    TrafficSecret secret = tls.master(FINISHED_HASH).application().client();
    assertThat(secret.next().iv()).isNotEqualTo(secret.iv());
  }

  @Test
  void sessionDependsOnTheTranscript() {
    assertThat(tls.master(FINISHED_HASH).exporter().channelBinding())
        .matches("[0-9a-f]{64}")
        .isNotEqualTo(tls.master(HELLO_HASH).exporter().channelBinding());
  }

  @Test
  void closedSecretsYieldNothing() {
    TrafficSecret secret = tls.handshakeTraffic(HELLO_HASH).client();
    secret.close();
    tls.close();
    assertThatThrownBy(secret::key).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> tls.master(FINISHED_HASH)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void destroyedKeyYieldsNothing() {
    RawKey key = tls.handshakeTraffic(HELLO_HASH).client().key();
    key.destroy();
    assertThatThrownBy(key::getEncoded).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void secretsAreNotPrinted() {
    KeySchedule.TrafficSecrets secrets = tls.handshakeTraffic(HELLO_HASH);
    assertThat(secrets.toString()).contains("redacted").doesNotContain("b3eddb12");
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
