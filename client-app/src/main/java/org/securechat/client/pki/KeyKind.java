package org.securechat.client.pki;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.SecureRandom;
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

  KeyPair generate(Provider provider, SecureRandom random) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
    if (parameters == null) {
      return generator.generateKeyPair();
    }
    generator.initialize(parameters, random);
    return generator.generateKeyPair();
  }

  /** The JCA name of the algorithm with which an authority's key of this kind signs. */
  static String certificateSignature(String keyAlgorithm) throws GeneralSecurityException {
    String wanted = "ECDSA".equals(keyAlgorithm) ? "EC" : keyAlgorithm;
    for (KeyKind kind : values()) {
      if (kind.algorithm.equals(wanted) || ("EdDSA".equals(wanted) && kind == ED25519)) {
        return kind.certificateSignature;
      }
    }
    throw new GeneralSecurityException("no signature for a key of type " + keyAlgorithm);
  }
}
