package org.securechat.client.pki;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPublicKeySpec;
import org.bouncycastle.jcajce.interfaces.EdDSAPrivateKey;
import org.bouncycastle.jce.interfaces.ECPrivateKey;
import org.bouncycastle.jce.spec.ECPublicKeySpec;
import org.securechat.protocol.crypto.Providers;

/** The public key of a private one, of Bouncy Castle's kind. */
final class PublicHalf {
  private PublicHalf() {}

  static PublicKey of(PrivateKey key) throws GeneralSecurityException {
    return switch (key) {
      case RSAPrivateCrtKey rsa ->
          factory("RSA")
              .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
      case ECPrivateKey ec ->
          factory("EC")
              .generatePublic(
                  new ECPublicKeySpec(
                      ec.getParameters().getG().multiply(ec.getD()), ec.getParameters()));
      case EdDSAPrivateKey edwards -> edwards.getPublicKey();
      default ->
          throw new InvalidKeyException("a request needs a key in a file, not one on a token");
    };
  }

  private static KeyFactory factory(String algorithm) throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm, Providers.bouncyCastle());
  }
}
