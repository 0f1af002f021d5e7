package org.securechat.protocol.crypto;

import java.security.Provider;
import java.util.List;

/**
 * Algorithms that work on the same keys and must therefore come from the same provider: a key made
 * by one provider is often opaque to another.
 */
@SuppressWarnings("ImmutableEnumChecker") // a copied list, and a provider that nothing changes
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
  OTHER(false);

  private final List<String> services;
  private final Provider provider;

  KeyFamily(boolean bouncyCastleBeatsJdk, String... services) {
    this.services = List.of(services);
    Provider found = services.length == 0 ? null : NativeProviders.offering(this.services);
    if (found == null && bouncyCastleBeatsJdk) {
      found = Providers.bouncyCastle();
    }
    this.provider = found;
  }

  static KeyFamily of(String algorithm) {
    for (KeyFamily family : values()) {
      for (String service : family.services) {
        if (service.substring(service.indexOf('.') + 1).equalsIgnoreCase(algorithm)) {
          return family;
        }
      }
    }
    return OTHER;
  }

  /** The provider of this family; null stands for whatever the JDK chooses. */
  Provider provider() {
    return provider;
  }
}
