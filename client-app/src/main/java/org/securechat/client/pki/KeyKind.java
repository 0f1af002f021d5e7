package org.securechat.client.pki;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of key a certificate may hold; the protocol accepts no others. */
public enum KeyKind {
  ED25519("Ed25519", "Ed25519", null),
  P256("EC", "SHA256withECDSA", new ECGenParameterSpec("secp256r1")),
  P384("EC", "SHA384withECDSA", new ECGenParameterSpec("secp384r1")),
  RSA2048("RSA", "SHA256withRSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4)),
  RSA3072("RSA", "SHA256withRSA", new RSAKeyGenParameterSpec(3072, RSAKeyGenParameterSpec.F4));

  private final String algorithm;
  private final String certificateSignature;

  // The specifications of the JDK that are used here do not change.
  @SuppressWarnings("ImmutableEnumChecker")
  private final AlgorithmParameterSpec parameters;

  KeyKind(String algorithm, String certificateSignature, AlgorithmParameterSpec parameters) {
    this.algorithm = algorithm;
    this.certificateSignature = certificateSignature;
    this.parameters = parameters;
  }

  /** The name on the command line, for example {@code p256}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind with that name on the command line. */
  public static Optional<KeyKind> of(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label().equalsIgnoreCase(label)).findFirst();
  }

  /** The kind that a new key has in place of that one; empty for a kind that is not made here. */
  public static Optional<KeyKind> of(PublicKey key) {
    return Optional.ofNullable(
        switch (key) {
          case ECKey ec -> ec.getParams().getOrder().bitLength() > 256 ? P384 : P256;
          case RSAKey rsa -> rsa.getModulus().bitLength() > 2048 ? RSA3072 : RSA2048;
          default -> key.getAlgorithm().startsWith("Ed") ? ED25519 : null;
        });
  }

  KeyPair generate(Provider provider, SecureRandom random) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
    if (parameters == null) {
      return generator.generateKeyPair();
    }
    generator.initialize(parameters, random);
    return generator.generateKeyPair();
  }

  /** The JCA name of the algorithm with which an authority's key signs. */
  static String certificateSignature(PrivateKey key) throws GeneralSecurityException {
    if (key instanceof ECKey ec) {
      return (ec.getParams().getOrder().bitLength() > 256 ? P384 : P256).certificateSignature;
    }
    return switch (key.getAlgorithm()) {
      case "RSA" -> RSA3072.certificateSignature;
      case "Ed25519", "EdDSA" -> ED25519.certificateSignature;
      default ->
          throw new GeneralSecurityException(
              "no signature for a key of type " + key.getAlgorithm());
    };
  }
}
