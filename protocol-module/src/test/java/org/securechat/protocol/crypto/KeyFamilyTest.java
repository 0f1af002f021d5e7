package org.securechat.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which algorithms share their keys. */
class KeyFamilyTest {

  @ParameterizedTest
  @CsvSource({
    "EC, EC",
    "ec, EC",
    "ECDH, EC",
    "SHA256withECDSA, EC",
    "SHA256WITHECDSA, EC",
    "sha384withecdsa, EC",
    "Ed25519, ED25519",
    "ED25519, ED25519",
    "X25519, X25519",
    "x25519, X25519",
    "RSA, RSA",
    "RSASSA-PSS, RSA",
    "AES/GCM/NoPadding, AES_GCM",
    "aes/gcm/nopadding, AES_GCM"
  })
  void anAlgorithmIsFoundInAnyCase(String algorithm, String family) {
    assertThat(KeyFamily.of(algorithm).name()).isEqualTo(family);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DH", "ML-KEM-768", "Ed448", "EC ", "NoPadding", "Signature.Ed25519", ""})
  void whatSharesWithNoOtherIsOfNoFamily(String algorithm) {
    assertThat(KeyFamily.of(algorithm)).isEqualTo(KeyFamily.OTHER);
  }
}
