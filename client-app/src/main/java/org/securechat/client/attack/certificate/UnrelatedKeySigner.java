package org.securechat.client.attack.certificate;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.identity.Credentials;

/** Signatures by a key that has nothing to do with the matter, but is of the right kind. */
public final class UnrelatedKeySigner {
  private UnrelatedKeySigner() {}

  public static byte[] sign(Credentials instead, byte[] data) {
    try {
      return instead.scheme().sign(generator(instead).generateKeyPair().getPrivate(), data);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static KeyPairGenerator generator(Credentials instead) throws GeneralSecurityException {
    PublicKey key = instead.leaf().getPublicKey();
    switch (instead.scheme()) {
      case ED25519:
        return KeyPairGenerator.getInstance("Ed25519");
      case ECDSA_SECP256R1_SHA256:
        KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
        ec.initialize(new ECGenParameterSpec("secp256r1"), Providers.random());
        return ec;
      default:
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(((RSAPublicKey) key).getModulus().bitLength(), Providers.random());
        return rsa;
    }
  }
}
