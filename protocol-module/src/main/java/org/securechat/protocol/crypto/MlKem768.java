package org.securechat.protocol.crypto;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.DecapsulateException;
import javax.crypto.KEM;
import org.securechat.protocol.wire.ProtocolException;

/**
 * ML-KEM-768 (FIPS 203) of the JDK, with encapsulation keys as they stand in a share (ADR 0024).
 * Stateless and thread-safe.
 */
final class MlKem768 {
  /** Bytes of an encapsulation key. */
  static final int ENCAPSULATION_KEY = 1184;

  /** Bytes of a ciphertext. */
  static final int CIPHERTEXT = 1088;

  private static final String ALGORITHM = "ML-KEM-768";

  /** SubjectPublicKeyInfo of an ML-KEM-768 key (RFC 9935) up to the key itself. */
  private static final byte[] PREFIX =
      HexFormat.of().parseHex("308204b2300b0609608648016503040402038204a100");

  private MlKem768() {}

  static KeyPair generate(SecureRandom random) {
    KeyPairGenerator generator = Providers.keyPairGenerator(ALGORITHM);
    initialize(generator, random);
    return generator.generateKeyPair();
  }

  private static void initialize(KeyPairGenerator generator, SecureRandom random) {
    try {
      generator.initialize(NamedParameterSpec.ML_KEM_768, random);
    } catch (InvalidAlgorithmParameterException e) {
      throw new IllegalStateException("the JDK knows " + ALGORITHM, e);
    }
  }

  /** The encapsulation key as it stands in a share. */
  static byte[] encoded(PublicKey key) {
    byte[] encoded = key.getEncoded();
    return Arrays.copyOfRange(encoded, PREFIX.length, encoded.length);
  }

  /**
   * Encapsulates a fresh secret.
   *
   * @param key {@value #ENCAPSULATION_KEY} bytes
   * @throws ProtocolException {@code bad_frame} for a key that is not one
   */
  static KEM.Encapsulated encapsulate(byte[] key, SecureRandom random) throws ProtocolException {
    byte[] encoded = Arrays.copyOf(PREFIX, PREFIX.length + ENCAPSULATION_KEY);
    System.arraycopy(key, 0, encoded, PREFIX.length, ENCAPSULATION_KEY);
    try {
      PublicKey parsed =
          Providers.keyFactory(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
      // PROTOCOL.md §3.5: this does the modulus check of FIPS 203 §7.2.
      return Providers.kem(ALGORITHM).newEncapsulator(parsed, random).encapsulate();
    } catch (InvalidKeySpecException | InvalidKeyException e) {
      throw Agreement.refused("ML-KEM encapsulation key: " + e.getMessage());
    }
  }

  /**
   * The secret in a ciphertext. FIPS 203 rejects a forged one implicitly: the secret differs, and
   * no record opens.
   *
   * @param ciphertext {@value #CIPHERTEXT} bytes
   */
  static byte[] decapsulate(PrivateKey key, byte[] ciphertext) {
    try {
      return Providers.kem(ALGORITHM).newDecapsulator(key).decapsulate(ciphertext).getEncoded();
    } catch (DecapsulateException | InvalidKeyException e) {
      throw new IllegalStateException("a ciphertext of the right length is decapsulated", e);
    }
  }
}
