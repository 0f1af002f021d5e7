package org.securechat.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.protocol.Vectors.hex;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.security.PublicKey;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.securechat.protocol.Vectors;

/** {@code signatures.json}. */
class SignatureVectorsTest {
  @ParameterizedTest
  @MethodSource
  void valid(JsonNode vector) throws IOException {
    assertThat(verifies(vector)).isTrue();
  }

  @ParameterizedTest
  @MethodSource
  void invalid(JsonNode vector) throws IOException {
    assertThat(verifies(vector)).isFalse();
  }

  @ParameterizedTest
  @MethodSource
  void refusedKeys(JsonNode vector) {
    assertThat(scheme(vector)).isEmpty();
  }

  static Stream<JsonNode> valid() {
    return Vectors.cases("signatures.json", "valid");
  }

  static Stream<JsonNode> invalid() {
    return Vectors.cases("signatures.json", "invalid");
  }

  static Stream<JsonNode> refusedKeys() {
    return Vectors.cases("signatures.json", "keys");
  }

  private static boolean verifies(JsonNode vector) throws IOException {
    PublicKey key = key(vector);
    SignatureScheme scheme = SignatureScheme.forKey(key).orElseThrow();
    assertThat(scheme.wireName()).isEqualTo(vector.get("scheme").textValue());
    return scheme.verify(key, hex(vector, "message"), hex(vector, "signature"));
  }

  private static Optional<SignatureScheme> scheme(JsonNode vector) {
    try {
      return SignatureScheme.forKey(key(vector));
    } catch (IOException | RuntimeException refused) {
      return Optional.empty();
    }
  }

  private static PublicKey key(JsonNode vector) throws IOException {
    return BouncyCastleProvider.getPublicKey(SubjectPublicKeyInfo.getInstance(hex(vector, "key")));
  }
}
