package org.securechat.protocol.identity.key;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.securechat.protocol.crypto.SignatureScheme;

/** From PKCS#8 to a key of a provider, if it is of a kind that the protocol knows. */
final class KeyDecoding {
  private static final Set<ASN1ObjectIdentifier> CURVES =
      Set.of(SECObjectIdentifiers.secp256r1, SECObjectIdentifiers.secp384r1);

  private KeyDecoding() {}

  /** Chooses who makes the key. */
  @FunctionalInterface
  interface Factories {
    KeyFactory of(String algorithm) throws GeneralSecurityException;
  }

  static PrivateKey decode(Path file, PrivateKeyInfo info, Factories factories)
      throws KeyFileException {
    String algorithm = algorithm(file, info);
    byte[] encoded = null;
    try {
      // RFC 5958 allows the public key beside the private one; not every provider reads that.
      encoded =
          new PrivateKeyInfo(info.getPrivateKeyAlgorithm(), info.parsePrivateKey()).getEncoded();
      return factories.of(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (Exception e) {
      // Neither its cause nor its message: both may tell of the key.
      throw damaged(file);
    } finally {
      if (encoded != null) {
        Arrays.fill(encoded, (byte) 0);
      }
    }
  }

  static KeyFileException damaged(Path file) {
    return new KeyFileException(file, "holds a private key that is damaged", "Take another copy.");
  }

  private static String algorithm(Path file, PrivateKeyInfo info) throws KeyFileException {
    AlgorithmIdentifier algorithm = info.getPrivateKeyAlgorithm();
    ASN1ObjectIdentifier kind = algorithm.getAlgorithm();
    if (EdECObjectIdentifiers.id_Ed25519.equals(kind)) {
      return "Ed25519";
    }
    if (X9ObjectIdentifiers.id_ecPublicKey.equals(kind)
        && algorithm.getParameters() instanceof ASN1ObjectIdentifier curve
        && CURVES.contains(curve)) {
      return "EC";
    }
    if (PKCSObjectIdentifiers.rsaEncryption.equals(kind)) {
      insistOnLength(file, info);
      return "RSA";
    }
    throw unsupported(file, KeyNames.of(algorithm));
  }

  private static void insistOnLength(Path file, PrivateKeyInfo info) throws KeyFileException {
    int bits;
    try {
      bits = RSAPrivateKey.getInstance(info.parsePrivateKey()).getModulus().bitLength();
    } catch (Exception e) {
      throw damaged(file);
    }
    if (bits < SignatureScheme.MIN_RSA_BITS || bits > SignatureScheme.MAX_RSA_BITS) {
      throw unsupported(file, "RSA " + bits);
    }
  }

  private static KeyFileException unsupported(Path file, String kind) {
    return new KeyFileException(
        file,
        "holds a key of the kind " + kind + ", which is not supported",
        "Use Ed25519, P-256, P-384 or RSA of "
            + SignatureScheme.MIN_RSA_BITS
            + " to "
            + SignatureScheme.MAX_RSA_BITS
            + " bits, with a certificate for that key.");
  }
}
