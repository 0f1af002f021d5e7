package org.securechat.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.securechat.protocol.Vectors.hex;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.securechat.protocol.Vectors;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.ProtocolException;

/** {@code key-shares.json}: of which shares there is a secret, and which are refused. */
class KeyShareVectorsTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  @ParameterizedTest
  @MethodSource
  void validShares(JsonNode vector) throws ProtocolException {
    assertThat(secret(vector)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource
  void invalidShares(JsonNode vector) {
    assertThatThrownBy(() -> secret(vector))
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.alert()).isEqualTo(AlertCode.BAD_FRAME));
  }

  static Stream<JsonNode> validShares() {
    return Vectors.cases("key-shares.json", "valid");
  }

  static Stream<JsonNode> invalidShares() {
    return Vectors.cases("key-shares.json", "invalid");
  }

  private static byte[] secret(JsonNode vector) throws ProtocolException {
    NamedGroup group = NamedGroup.of(vector.get("group").textValue()).orElseThrow();
    byte[] share = hex(vector, "share");
    if (vector.get("of").textValue().equals("client")) {
      try (KeyAnswer answer = group.answer(share, RANDOM)) {
        return answer.secret().expose();
      }
    }
    try (KeyExchange exchange = group.offer(RANDOM);
        SecretBytes secret = exchange.agree(share)) {
      return secret.expose();
    }
  }
}
