package org.securechat.protocol.identity;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.CertificateList;
import org.securechat.protocol.crypto.AuthoritySignature;

/**
 * Who has signed a certificate or a revocation list (PROTOCOL.md §6.2), in one way whatever the
 * providers take.
 */
public final class IssuerSignatures {
  private IssuerSignatures() {}

  /** Whether an issuer's key has signed the certificate. Never throws. */
  public static boolean hasSigned(X509Certificate issuer, X509Certificate certificate) {
    try {
      Certificate parsed = Certificate.getInstance(certificate.getEncoded());
      return verifies(
          issuer.getPublicKey(),
          parsed.getTBSCertificate().getEncoded(ASN1Encoding.DER),
          parsed.getTBSCertificate().getSignature(),
          parsed.getSignatureAlgorithm(),
          parsed.getSignature().getOctets());
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      return false;
    }
  }

  /** Whether an issuer's key has signed the list. Never throws. */
  public static boolean hasSigned(X509Certificate issuer, X509CRL list) {
    try {
      CertificateList parsed = CertificateList.getInstance(list.getEncoded());
      return verifies(
          issuer.getPublicKey(),
          parsed.getTBSCertList().getEncoded(ASN1Encoding.DER),
          parsed.getTBSCertList().getSignature(),
          parsed.getSignatureAlgorithm(),
          parsed.getSignature().getOctets());
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      return false;
    }
  }

  private static boolean verifies(
      PublicKey key,
      byte[] signed,
      AlgorithmIdentifier inner,
      AlgorithmIdentifier outer,
      byte[] signature)
      throws IOException {
    byte[] algorithm = outer.getEncoded(ASN1Encoding.DER);
    return MessageDigest.isEqual(inner.getEncoded(ASN1Encoding.DER), algorithm)
        && AuthoritySignature.of(algorithm)
            .filter(kind -> kind.verify(key, signed, signature))
            .isPresent();
  }
}
