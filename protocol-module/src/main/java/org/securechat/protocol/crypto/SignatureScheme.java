package org.securechat.protocol.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.KeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.securechat.protocol.json.WireNamed;

/**
 * The signature schemes of the protocol. The kind of key decides the scheme (PROTOCOL.md §3.8), so
 * a signature needs no algorithm field that an attacker could choose.
 *
 * <p>Thread-safe.
 */
@SuppressWarnings("ImmutableEnumChecker") // PSS parameters cannot be changed
public enum SignatureScheme implements WireNamed {
  /** Ed25519 (RFC 8032), 64 bytes. */
  ED25519("ed25519", "Ed25519", "Ed25519", null),

  /** ECDSA on P-256 with SHA-256, DER encoded (RFC 8446 section 4.2.3). */
  ECDSA_SECP256R1_SHA256("ecdsa_secp256r1_sha256", "EC", "SHA256withECDSA", null),

  /** ECDSA on P-384 with SHA-384, DER encoded (RFC 8446 section 4.2.3). */
  ECDSA_SECP384R1_SHA384("ecdsa_secp384r1_sha384", "EC", "SHA384withECDSA", null),

  /** RSASSA-PSS (RFC 8017) with SHA-256, MGF1 with SHA-256 and a salt of 32 bytes. */
  RSA_PSS_RSAE_SHA256(
      "rsa_pss_rsae_sha256",
      "RSA",
      "RSASSA-PSS",
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));

  /** Bits of the shortest RSA modulus that is accepted. */
  public static final int MIN_RSA_BITS = 2048;

  /** Bits of the longest RSA modulus that is accepted: a longer one only costs time. */
  public static final int MAX_RSA_BITS = 8192;

  private final String wireName;
  private final String keyAlgorithm;
  private final String algorithm;
  private final AlgorithmParameterSpec parameters;

  SignatureScheme(
      String wireName, String keyAlgorithm, String algorithm, AlgorithmParameterSpec parameters) {
    this.wireName = wireName;
    this.keyAlgorithm = keyAlgorithm;
    this.algorithm = algorithm;
    this.parameters = parameters;
  }

  /** The name in messages. */
  @Override
  public String wireName() {
    return wireName;
  }

  /** The scheme of that wire name, if there is one. */
  public static Optional<SignatureScheme> of(String wireName) {
    return WireNamed.find(SignatureScheme.class, wireName);
  }

  /** The scheme that a key is used with; empty for a key that the protocol does not accept. */
  public static Optional<SignatureScheme> forKey(PublicKey key) {
    return switch (key) {
      case RSAPublicKey rsa when acceptable(rsa) -> Optional.of(RSA_PSS_RSAE_SHA256);
      case ECPublicKey ec when NistCurve.P256.isCurveOf(ec) -> Optional.of(ECDSA_SECP256R1_SHA256);
      case ECPublicKey ec when NistCurve.P384.isCurveOf(ec) -> Optional.of(ECDSA_SECP384R1_SHA384);
      case RSAPublicKey _, ECPublicKey _ -> Optional.empty();
      default -> Ed25519PublicKey.isAcceptable(key) ? Optional.of(ED25519) : Optional.empty();
    };
  }

  /**
   * Signs.
   *
   * @throws IllegalArgumentException if the key is not of this scheme
   */
  public byte[] sign(PrivateKey key, byte[] data) {
    try {
      if (key instanceof HeldKey held) {
        return signHeld(held, data);
      }
      if (key instanceof ECKey ec && curve().filter(curve -> curve.isCurveOf(ec)).isEmpty()) {
        throw new InvalidKeyException("another curve");
      }
      PrivateKey adopted = adopt(key);
      Signature signature = create(owner(adopted));
      signature.initSign(adopted, Providers.random());
      signature.update(data);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("key does not sign by " + wireName, e);
    }
  }

  /** By the device that keeps the key, which can be pulled out. */
  private byte[] signHeld(HeldKey held, byte[] data) throws GeneralSecurityException {
    try {
      Signature signature = Signature.getInstance(algorithm, held.provider());
      if (parameters != null) {
        signature.setParameter(parameters);
      }
      signature.initSign(held.handle());
      signature.update(data);
      return signature.sign();
    } catch (ProviderException e) {
      throw new InvalidKeyException("the device does not sign", e);
    }
  }

  /**
   * Verifies; false, and never an exception, for anything that is not a valid signature. What is
   * valid does not depend on the provider (PROTOCOL.md §3.8).
   */
  public boolean verify(PublicKey key, byte[] data, byte[] signature) {
    return verify(family().nativeProvider(), key, data, signature);
  }

  /** The same by this native provider, or by Java alone. */
  boolean verify(Optional<Provider> nativeProvider, PublicKey key, byte[] data, byte[] signature) {
    return switch (this) {
      case ED25519 ->
          Ed25519PublicKey.of(key)
              .map(own -> own.verify(nativeProvider, data, signature))
              .orElse(false);
      case ECDSA_SECP256R1_SHA256, ECDSA_SECP384R1_SHA384 ->
          curve().filter(curve -> key instanceof ECKey ec && curve.isCurveOf(ec)).isPresent()
              && EcdsaSignatures.isStrict(signature, curve().orElseThrow().order())
              && verifyByProvider(nativeProvider, key, data, signature);
      case RSA_PSS_RSAE_SHA256 ->
          // PROTOCOL.md §3.8: not under an even modulus, which only some can compute with.
          key instanceof RSAPublicKey rsa
              && rsa.getModulus().testBit(0)
              && verifyByProvider(nativeProvider, key, data, signature);
    };
  }

  private boolean verifyByProvider(
      Optional<Provider> nativeProvider, PublicKey key, byte[] data, byte[] signature) {
    try {
      PublicKey adopted = adopt(nativeProvider, key);
      Signature verifier = create(owner(adopted));
      verifier.initVerify(adopted);
      verifier.update(data);
      return verifier.verify(signature);
    } catch (GeneralSecurityException | RuntimeException malformed) {
      return false;
    }
  }

  /**
   * The same public key as an object of what verifies this scheme. {@link #verify} does this each
   * time; a caller that verifies often with one key does it once.
   *
   * @throws GeneralSecurityException if the key is not of this scheme
   */
  public PublicKey adopt(PublicKey key) throws GeneralSecurityException {
    if (this == ED25519) {
      return Ed25519PublicKey.of(key)
          .orElseThrow(() -> new InvalidKeyException("no acceptable Ed25519 key"));
    }
    return adopt(family().nativeProvider(), key);
  }

  /** A key that the native provider does not take is verified with by Java: one verdict for all. */
  private PublicKey adopt(Optional<Provider> nativeProvider, PublicKey key)
      throws GeneralSecurityException {
    if (nativeProvider.isPresent()) {
      if (isOf(nativeProvider, key)) {
        return key;
      }
      try {
        return Providers.keyFactory(nativeProvider, keyAlgorithm).generatePublic(encoded(key));
      } catch (GeneralSecurityException | RuntimeException e) {
        // Such as an RSA key with a long exponent.
      }
    }
    Optional<Provider> java = family().javaProvider();
    return isOf(java, key)
        ? key
        : Providers.keyFactory(java, keyAlgorithm).generatePublic(encoded(key));
  }

  private static KeySpec encoded(PublicKey key) {
    return new X509EncodedKeySpec(key.getEncoded());
  }

  private PrivateKey adopt(PrivateKey key) throws GeneralSecurityException {
    Optional<Provider> chosen = family().provider();
    // A key without an encoding lives in hardware; only its own provider can use it.
    if (isOf(chosen, key) || key.getEncoded() == null) {
      return key;
    }
    KeySpec encoded = new PKCS8EncodedKeySpec(PrivateKeyForm.plain(key.getEncoded()));
    try {
      return Providers.keyFactory(chosen, keyAlgorithm).generatePrivate(encoded);
    } catch (GeneralSecurityException | RuntimeException e) {
      Optional<Provider> java = family().javaProvider();
      return isOf(java, key)
          ? key
          : Providers.keyFactory(java, keyAlgorithm).generatePrivate(encoded);
    }
  }

  private KeyFamily family() {
    return KeyFamily.of(keyAlgorithm);
  }

  /** The provider of the family that can use a key which was adopted. */
  private Optional<Provider> owner(Key adopted) {
    return isOf(family().provider(), adopted) ? family().provider() : family().javaProvider();
  }

  private Optional<NistCurve> curve() {
    return switch (this) {
      case ECDSA_SECP256R1_SHA256 -> Optional.of(NistCurve.P256);
      case ECDSA_SECP384R1_SHA384 -> Optional.of(NistCurve.P384);
      case ED25519, RSA_PSS_RSAE_SHA256 -> Optional.empty();
    };
  }

  private static boolean isOf(Optional<Provider> provider, Key key) {
    String owner = provider.map(each -> each.getClass().getPackageName()).orElse("sun.security");
    return key.getClass().getName().startsWith(root(owner) + ".");
  }

  /** The first two elements of a package name, by which providers differ. */
  private static String root(String packageName) {
    int second = packageName.indexOf('.', packageName.indexOf('.') + 1);
    return second < 0 ? packageName : packageName.substring(0, second);
  }

  private Signature create(Optional<Provider> provider) throws GeneralSecurityException {
    Signature signature = Providers.signature(provider, algorithm);
    if (parameters != null) {
      signature.setParameter(parameters);
    }
    return signature;
  }

  private static boolean acceptable(RSAPublicKey key) {
    int bits = key.getModulus().bitLength();
    BigInteger exponent = key.getPublicExponent();
    // A huge exponent makes a verification cost as much as a signature.
    return bits >= MIN_RSA_BITS
        && bits <= MAX_RSA_BITS
        && "RSA".equals(key.getAlgorithm())
        && exponent.testBit(0)
        && exponent.bitLength() > 1
        && exponent.bitLength() <= 64;
  }
}
