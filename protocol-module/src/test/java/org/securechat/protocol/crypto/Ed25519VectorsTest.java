package org.securechat.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.securechat.protocol.Vectors.hex;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.securechat.protocol.Vectors;

/** {@code ed25519/}: the edge cases, with the keys of each provider. */
class Ed25519VectorsTest {
  /** Wherever the key comes from, the verdict is the same. */
  @ParameterizedTest
  @MethodSource("cases")
  void verdict(JsonNode vector) {
    for (Optional<Provider> engine : ProviderVerdictsTest.engines()) {
      assertThat(
              SignatureScheme.ED25519.verify(
                  engine,
                  new EncodedKey(hex(vector, "key")),
                  hex(vector, "message"),
                  hex(vector, "signature")))
          .as("%s", engine)
          .isEqualTo(vector.get("valid").booleanValue());
    }
    for (Provider provider : providers().toList()) {
      PublicKey key = read(provider, vector);
      if (key != null) {
        assertThat(verify(key, vector))
            .as(provider.getName())
            .isEqualTo(vector.get("valid").booleanValue());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void key(JsonNode vector) {
    PublicKey key = new EncodedKey(hex(vector, "key"));
    if (vector.get("key_accepted").booleanValue()) {
      assertThat(SignatureScheme.forKey(key)).contains(SignatureScheme.ED25519);
    } else {
      assertThat(SignatureScheme.forKey(key)).isEmpty();
      assertThatThrownBy(() -> SignatureScheme.ED25519.adopt(key))
          .isInstanceOf(InvalidKeyException.class);
    }
  }

  /** OpenSSL says what the vector says it says, and the same as we for any key that we accept. */
  @ParameterizedTest
  @MethodSource("cases")
  void openSsl(JsonNode vector, @TempDir Path folder) throws Exception {
    boolean openSsl = openSslVerifies(vector, folder);
    assertThat(openSsl).isEqualTo(vector.get("openssl").booleanValue());
    if (vector.get("key_accepted").booleanValue()) {
      assertThat(verify(new EncodedKey(hex(vector, "key")), vector)).isEqualTo(openSsl);
    }
  }

  @Test
  void allTwelvePublishedCasesAreThere() {
    assertThat(
            cases().filter(vector -> vector.get("description").textValue().startsWith("published")))
        .hasSize(12);
  }

  /** What any provider signs verifies; one bit changed anywhere does not. */
  @Test
  void honestSignaturesOfAnyLength() throws Exception {
    Random random = new Random(25519);
    for (int i = 0; i < 200; i++) {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      byte[] data = new byte[i];
      random.nextBytes(data);
      byte[] signature = SignatureScheme.ED25519.sign(pair.getPrivate(), data);
      PublicKey key = SignatureScheme.ED25519.adopt(pair.getPublic());
      byte[] changed = signature.clone();
      changed[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
      for (Optional<Provider> engine : ProviderVerdictsTest.engines()) {
        assertThat(SignatureScheme.ED25519.verify(engine, key, data, signature)).isTrue();
        assertThat(SignatureScheme.ED25519.verify(engine, key, data, changed)).isFalse();
      }
    }
  }

  @Test
  void aPreparedKeyIsTheSameKey() throws Exception {
    PublicKey key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
    PublicKey prepared = SignatureScheme.ED25519.adopt(key);
    assertThat(prepared.getEncoded()).isEqualTo(key.getEncoded());
    assertThat(prepared.getAlgorithm()).isEqualTo("Ed25519");
    assertThat(prepared.getFormat()).isEqualTo("X.509");
    assertThat(SignatureScheme.ED25519.adopt(prepared)).isSameAs(prepared);
  }

  static Stream<JsonNode> cases() {
    return Vectors.files("ed25519");
  }

  private static boolean verify(PublicKey key, JsonNode vector) {
    return SignatureScheme.ED25519.verify(key, hex(vector, "message"), hex(vector, "signature"));
  }

  /** Those of this Java, and Bouncy Castle. */
  private static Stream<Provider> providers() {
    return Stream.concat(Stream.of(Security.getProviders()), Stream.of(Providers.bouncyCastle()))
        .filter(provider -> provider.getService("KeyFactory", "Ed25519") != null);
  }

  private static PublicKey read(Provider provider, JsonNode vector) {
    try {
      return KeyFactory.getInstance("Ed25519", provider)
          .generatePublic(new X509EncodedKeySpec(hex(vector, "key")));
    } catch (java.security.GeneralSecurityException | RuntimeException refused) {
      return null;
    }
  }

  private static boolean openSslVerifies(JsonNode vector, Path folder)
      throws IOException, InterruptedException {
    for (String part : new String[] {"key", "message", "signature"}) {
      Files.write(folder.resolve(part), hex(vector, part));
    }
    String command =
        "openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey key -in message"
            + " -sigfile signature";
    return new ProcessBuilder(command.split(" ", -1))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  /** A key as bytes, as a provider might hand it out that looks at nothing. */
  @SuppressWarnings("ArrayRecordComponent") // No test compares two of them.
  private record EncodedKey(byte[] bytes) implements PublicKey {
    @Override
    public String getAlgorithm() {
      return "Ed25519";
    }

    @Override
    public String getFormat() {
      return "X.509";
    }

    @Override
    public byte[] getEncoded() {
      return bytes.clone();
    }
  }
}
