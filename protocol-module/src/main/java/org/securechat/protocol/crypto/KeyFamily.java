package org.securechat.protocol.crypto;

import java.security.Provider;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Algorithms that work on the same keys and must therefore come from the same provider: a key made
 * by one provider is often opaque to another.
 */
@SuppressWarnings("ImmutableEnumChecker") // a copied list, and providers that nothing changes
enum KeyFamily {
  EC(
      true,
      "KeyFactory.EC",
      "KeyPairGenerator.EC",
      "KeyAgreement.ECDH",
      "Signature.SHA256withECDSA",
      "Signature.SHA384withECDSA"),
  ED25519(true, "KeyFactory.Ed25519", "KeyPairGenerator.Ed25519", "Signature.Ed25519"),
  X25519(true, "KeyFactory.X25519", "KeyPairGenerator.X25519", "KeyAgreement.X25519"),
  RSA(false, "KeyFactory.RSA", "KeyPairGenerator.RSA", "Signature.RSASSA-PSS"),
  AES_GCM(false, "Cipher." + CipherSuite.TRANSFORMATION),
  OTHER(false);

  private static final Map<String, KeyFamily> BY_ALGORITHM = byAlgorithm();

  private final List<String> services;
  private final Optional<Provider> nativeProvider;
  private final Optional<Provider> javaProvider;

  KeyFamily(boolean bouncyCastleBeatsJdk, String... services) {
    this.services = List.of(services);
    this.nativeProvider =
        services.length == 0 ? Optional.empty() : NativeProviders.offering(this.services);
    this.javaProvider =
        bouncyCastleBeatsJdk ? Optional.of(Providers.bouncyCastle()) : Optional.empty();
  }

  /**
   * The family of an algorithm.
   *
   * @param algorithm in any case
   */
  static KeyFamily of(String algorithm) {
    KeyFamily exact = BY_ALGORITHM.get(algorithm);
    return exact != null
        ? exact
        : BY_ALGORITHM.getOrDefault(algorithm.toLowerCase(Locale.ROOT), OTHER);
  }

  /** Under the usual name and the one in lower case: it is asked for with every record. */
  private static Map<String, KeyFamily> byAlgorithm() {
    Map<String, KeyFamily> found = new HashMap<>();
    for (KeyFamily family : values()) {
      for (String service : family.services) {
        String algorithm = service.substring(service.indexOf('.') + 1);
        found.put(algorithm, family);
        found.put(algorithm.toLowerCase(Locale.ROOT), family);
      }
    }
    return Map.copyOf(found);
  }

  /** The native provider, if there is one that does all of this. */
  Optional<Provider> nativeProvider() {
    return nativeProvider;
  }

  /** The provider in Java; empty stands for whatever the JDK chooses. */
  Optional<Provider> javaProvider() {
    return javaProvider;
  }

  /** The provider of this family; empty stands for whatever the JDK chooses. */
  Optional<Provider> provider() {
    return nativeProvider.or(() -> javaProvider);
  }
}
