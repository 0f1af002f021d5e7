package org.securechat.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.protocol.Vectors.hex;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.securechat.protocol.Vectors;
import org.securechat.protocol.crypto.KeySchedule.MasterSecrets;
import org.securechat.protocol.crypto.KeySchedule.TrafficSecrets;

/** {@code vectors/key-schedule.json}. */
class KeyScheduleVectorsTest {
  @ParameterizedTest
  @MethodSource("cases")
  void secretsAndKeysAreThoseOfTheVector(JsonNode vector) {
    KeySchedule schedule = schedule(vector);
    byte[] finishedHash = hex(vector, "finished_hash");
    TrafficSecrets handshake = schedule.handshakeTraffic(hex(vector, "hello_hash"));
    MasterSecrets master = schedule.master(finishedHash);
    assertSecret(handshake.client(), vector.get("client_handshake"));
    assertSecret(handshake.server(), vector.get("server_handshake"));
    assertSecret(master.application().client(), vector.get("client_application"));
    assertSecret(master.application().server(), vector.get("server_application"));
    assertThat(master.exporter().channelBinding()).isEqualTo(vector.get("session").textValue());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void finishedIsThatOfTheVector(JsonNode vector) {
    TrafficSecrets handshake = schedule(vector).handshakeTraffic(hex(vector, "hello_hash"));
    byte[] finishedHash = hex(vector, "finished_hash");
    assertThat(handshake.client().finished(finishedHash))
        .isEqualTo(hex(vector.get("client_handshake"), "finished"));
    assertThat(handshake.server().finished(finishedHash))
        .isEqualTo(hex(vector.get("server_handshake"), "finished"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void nextSecretIsThatOfTheVector(JsonNode vector) {
    TrafficSecrets first = schedule(vector).master(hex(vector, "finished_hash")).application();
    assertThat(first.client().next().keyLogLine("", new byte[0]).trim())
        .isEqualTo(vector.get("client_application").get("next_secret").textValue());
    assertThat(first.server().next().keyLogLine("", new byte[0]).trim())
        .isEqualTo(vector.get("server_application").get("next_secret").textValue());
  }

  static Stream<JsonNode> cases() {
    return Vectors.cases("key-schedule.json", "cases");
  }

  private static KeySchedule schedule(JsonNode vector) {
    CipherSuite suite = CipherSuite.of(vector.get("cipher").textValue()).orElseThrow();
    return new KeySchedule(suite, SecretBytes.adopt(hex(vector, "shared_secret")));
  }

  private static void assertSecret(TrafficSecret secret, JsonNode expected) {
    assertThat(secret.keyLogLine("", new byte[0]).trim())
        .isEqualTo(expected.get("secret").textValue());
    assertThat(secret.key().getEncoded()).isEqualTo(hex(expected, "key"));
    assertThat(secret.iv()).isEqualTo(hex(expected, "iv"));
  }
}
