package org.securechat.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SignatureSchemeTest {
  private static final byte[] DATA = "what was said".getBytes(StandardCharsets.UTF_8);
  private static final Map<SignatureScheme, KeyPair> KEYS = new EnumMap<>(SignatureScheme.class);

  @BeforeAll
  static void makeKeys() throws Exception {
    KEYS.put(SignatureScheme.ED25519, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    KEYS.put(SignatureScheme.ECDSA_SECP256R1_SHA256, ec("secp256r1"));
    KEYS.put(SignatureScheme.ECDSA_SECP384R1_SHA384, ec("secp384r1"));
    KEYS.put(SignatureScheme.RSA_PSS_RSAE_SHA256, rsa(2048));
  }

  @ParameterizedTest
  @EnumSource
  void verifiesWhatItSignedAndNothingElse(SignatureScheme scheme) {
    KeyPair pair = KEYS.get(scheme);
    byte[] signature = scheme.sign(pair.getPrivate(), DATA);
    assertThat(scheme.verify(pair.getPublic(), DATA, signature)).isTrue();
    assertThat(scheme.verify(pair.getPublic(), new byte[0], signature)).isFalse();
    for (int i = 0; i < signature.length; i++) {
      byte[] broken = signature.clone();
      broken[i] ^= 1;
      assertThat(scheme.verify(pair.getPublic(), DATA, broken)).as("byte %d", i).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void malformedSignaturesAreFalseNotErrors(SignatureScheme scheme) {
    KeyPair pair = KEYS.get(scheme);
    byte[] good = scheme.sign(pair.getPrivate(), DATA);
    byte[][] malformed = {
      {},
      {0},
      new byte[64],
      new byte[good.length],
      new byte[10_000],
      java.util.Arrays.copyOf(good, good.length + 1)
    };
    for (byte[] signature : malformed) {
      assertThat(scheme.verify(pair.getPublic(), DATA, signature)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anotherKindOfKeyNeverVerifiesOrSigns(SignatureScheme scheme) {
    byte[] signature = scheme.sign(KEYS.get(scheme).getPrivate(), DATA);
    KEYS.forEach((other, pair) -> {
      if (other != scheme) {
        assertThat(scheme.verify(pair.getPublic(), DATA, signature)).isFalse();
        assertThatThrownBy(() -> scheme.sign(pair.getPrivate(), DATA))
            .isInstanceOf(IllegalArgumentException.class);
      }
    });
  }

  @ParameterizedTest
  @EnumSource
  void theKeyDecidesTheScheme(SignatureScheme scheme) throws Exception {
    assertThat(SignatureScheme.forKey(KEYS.get(scheme).getPublic())).contains(scheme);
    assertThat(SignatureScheme.forKey(scheme.adopt(KEYS.get(scheme).getPublic()))).contains(scheme);
    assertThat(SignatureScheme.of(scheme.wireName())).contains(scheme);
  }

  @Test
  void keysOutsideTheProtocolHaveNoScheme() throws Exception {
    assertThat(SignatureScheme.forKey(rsa(1024).getPublic())).isEmpty();
    assertThat(SignatureScheme.forKey(ec("secp521r1").getPublic())).isEmpty();
    assertThat(
            SignatureScheme.forKey(
                KeyPairGenerator.getInstance("Ed448").generateKeyPair().getPublic()))
        .isEmpty();
    assertThat(
            SignatureScheme.forKey(
                KeyPairGenerator.getInstance("RSASSA-PSS").generateKeyPair().getPublic()))
        .isEmpty();
    assertThat(SignatureScheme.of("ED25519")).isEmpty();
  }

  private static KeyPair ec(String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  private static KeyPair rsa(int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }
}
