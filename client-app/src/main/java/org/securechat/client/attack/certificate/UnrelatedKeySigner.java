package org.securechat.client.attack.certificate;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.identity.Credentials;

/** Signs with a new key of the right type that belongs to no user. */
public final class UnrelatedKeySigner {
  private UnrelatedKeySigner() {}

  public static byte[] sign(Credentials instead, byte[] data) {
    try {
      return instead.scheme().sign(generator(instead).generateKeyPair().getPrivate(), data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPairGenerator generator(Credentials instead) throws GeneralSecurityException {
    PublicKey key = instead.leaf().getPublicKey();
    return switch (instead.scheme()) {
      case ED25519 -> KeyPairGenerator.getInstance("Ed25519");
      case ECDSA_SECP256R1_SHA256 -> {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), Providers.random());
        yield generator;
      }
      default -> {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(((RSAPublicKey) key).getModulus().bitLength(), Providers.random());
        yield generator;
      }
    };
  }
}
