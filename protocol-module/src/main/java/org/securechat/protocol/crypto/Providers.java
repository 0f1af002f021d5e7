package org.securechat.protocol.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KEM;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Chooses the provider of each algorithm, by measurement.
 *
 * <ul>
 *   <li>AES-GCM, NIST curves, Ed25519 and RSA: Amazon's Corretto Crypto Provider, which is native,
 *       if it is on the class path and loads (ADR 0048). Never required.
 *   <li>Otherwise NIST curves and Ed25519, and in any case X25519, come from Bouncy Castle, AES-GCM
 *       and RSA from the JDK.
 *   <li>SHA, HMAC and finite-field Diffie-Hellman: the JDK, whose intrinsics are up to ten times as
 *       fast as anything written in Java.
 *   <li>ML-KEM: the JDK, 1.6 times as fast as Bouncy Castle (ADR 0024).
 *   <li>X.509, CMS and Argon2id: Bouncy Castle.
 * </ul>
 *
 * <p>What is a valid signature depends on none of them: {@link SignatureScheme}.
 *
 * <p>Thread-safe; the objects it returns are not. A missing algorithm is a broken installation and
 * surfaces as {@link IllegalStateException}.
 */
public final class Providers {
  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
  private static final SecureRandom RANDOM = new SecureRandom();

  private Providers() {}

  /** Whether a native provider is used, or why none is. */
  public static NativeCrypto nativeCrypto() {
    return NativeProviders.outcome();
  }

  /** The Bouncy Castle instance, for the builders that take a provider. Never registered. */
  public static Provider bouncyCastle() {
    return BOUNCY_CASTLE;
  }

  /** The generator for keys, nonces and salts. Thread-safe. */
  public static SecureRandom random() {
    return RANDOM;
  }

  /**
   * A key factory.
   *
   * @param algorithm {@code RSA}, {@code EC}, {@code Ed25519}, {@code X25519}, {@code DH} or {@code
   *     ML-KEM-768}
   */
  public static KeyFactory keyFactory(String algorithm) {
    return get(algorithm, KeyFactory::getInstance, KeyFactory::getInstance);
  }

  /**
   * A generator of key pairs.
   *
   * @param algorithm as for {@link #keyFactory}
   */
  public static KeyPairGenerator keyPairGenerator(String algorithm) {
    return get(algorithm, KeyPairGenerator::getInstance, KeyPairGenerator::getInstance);
  }

  /**
   * A key agreement.
   *
   * @param algorithm {@code ECDH}, {@code X25519} or {@code DH}
   */
  public static KeyAgreement keyAgreement(String algorithm) {
    return get(algorithm, KeyAgreement::getInstance, KeyAgreement::getInstance);
  }

  /**
   * A signature.
   *
   * @param algorithm {@code Ed25519}, {@code SHA256withECDSA}, {@code SHA384withECDSA} or {@code
   *     RSASSA-PSS}
   */
  public static Signature signature(String algorithm) {
    return get(algorithm, Signature::getInstance, Signature::getInstance);
  }

  /**
   * A key encapsulation mechanism.
   *
   * @param algorithm such as {@code ML-KEM-768}
   */
  public static KEM kem(String algorithm) {
    return jdk(algorithm, KEM::getInstance);
  }

  /**
   * A MAC.
   *
   * @param algorithm such as {@code HmacSHA256}
   */
  public static Mac mac(String algorithm) {
    return jdk(algorithm, Mac::getInstance);
  }

  /**
   * A digest.
   *
   * @param algorithm such as {@code SHA-256}
   */
  public static MessageDigest digest(String algorithm) {
    return jdk(algorithm, MessageDigest::getInstance);
  }

  /**
   * A cipher.
   *
   * @param transformation such as {@code AES/GCM/NoPadding}
   */
  public static Cipher cipher(String transformation) {
    return get(transformation, Cipher::getInstance, Cipher::getInstance);
  }

  private static <T> T get(String algorithm, FromJdk<T> fromJdk, FromProvider<T> fromProvider) {
    return get(KeyFamily.of(algorithm).provider(), algorithm, fromJdk, fromProvider);
  }

  /** A key factory of a provider of the algorithm's family; of the JDK if there is none. */
  static KeyFactory keyFactory(Optional<Provider> chosen, String algorithm) {
    return get(chosen, algorithm, KeyFactory::getInstance, KeyFactory::getInstance);
  }

  /** A signature of a provider of the algorithm's family; of the JDK if there is none. */
  static Signature signature(Optional<Provider> chosen, String algorithm) {
    return get(chosen, algorithm, Signature::getInstance, Signature::getInstance);
  }

  private static <T> T get(
      Optional<Provider> chosen,
      String algorithm,
      FromJdk<T> fromJdk,
      FromProvider<T> fromProvider) {
    if (chosen.isEmpty()) {
      return jdk(algorithm, fromJdk);
    }
    Provider provider = chosen.get();
    try {
      return fromProvider.get(algorithm, provider);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(provider.getName() + " lacks " + algorithm, e);
    }
  }

  private static <T> T jdk(String algorithm, FromJdk<T> source) {
    try {
      return source.get(algorithm);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks " + algorithm, e);
    }
  }

  private interface FromJdk<T> {
    T get(String algorithm) throws GeneralSecurityException;
  }

  private interface FromProvider<T> {
    T get(String algorithm, Provider provider) throws GeneralSecurityException;
  }
}
