package org.securechat.protocol.identity.key;

import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTNamedCurves;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** What a kind of key is called: {@code Ed25519}, {@code P-256}, {@code RSA 3072}. */
public final class KeyNames {
  private KeyNames() {}

  /** The name of that key's kind, whether it is supported or not. */
  public static String of(PublicKey key) {
    if (key instanceof RSAKey rsa) {
      return "RSA " + rsa.getModulus().bitLength();
    }
    byte[] encoded = key.getEncoded();
    return encoded == null
        ? key.getAlgorithm()
        : of(SubjectPublicKeyInfo.getInstance(encoded).getAlgorithm());
  }

  static String of(AlgorithmIdentifier algorithm) {
    ASN1ObjectIdentifier kind = algorithm.getAlgorithm();
    if (X9ObjectIdentifiers.id_ecPublicKey.equals(kind)) {
      return curve(algorithm.getParameters());
    }
    if (PKCSObjectIdentifiers.rsaEncryption.equals(kind)) {
      return "RSA";
    }
    if (PKCSObjectIdentifiers.id_RSASSA_PSS.equals(kind)) {
      return "RSA for PSS alone (id-RSASSA-PSS)";
    }
    if (X9ObjectIdentifiers.id_dsa.equals(kind)) {
      return "DSA";
    }
    return edwards(kind);
  }

  private static String edwards(ASN1ObjectIdentifier kind) {
    if (EdECObjectIdentifiers.id_Ed25519.equals(kind)) {
      return "Ed25519";
    }
    if (EdECObjectIdentifiers.id_Ed448.equals(kind)) {
      return "Ed448";
    }
    if (EdECObjectIdentifiers.id_X25519.equals(kind)) {
      return "X25519, which cannot sign";
    }
    return kind.getId();
  }

  private static String curve(ASN1Encodable parameters) {
    if (!(parameters instanceof ASN1ObjectIdentifier curve)) {
      return "EC on a curve that is spelled out in place of named";
    }
    String name = NISTNamedCurves.getName(curve);
    String other = name == null ? ECNamedCurveTable.getName(curve) : name;
    return other == null ? "EC on the curve " + curve : other;
  }
}
