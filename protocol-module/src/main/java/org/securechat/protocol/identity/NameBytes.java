package org.securechat.protocol.identity;

import java.security.MessageDigest;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;
import org.securechat.protocol.crypto.Digests;

/**
 * Names of authorities are equal if their DER is (PROTOCOL.md §6.1). RFC 5280 §7.1 would compare
 * them without case and across types of strings, which no two programs do in the same way.
 */
public final class NameBytes {
  private NameBytes() {}

  /** Whether a certificate says that it was issued by the holder of another one. */
  public static boolean isNamedBy(X509Certificate issuer, X509Certificate certificate) {
    return equal(issuer.getSubjectX500Principal(), certificate.getIssuerX500Principal());
  }

  /** Whether a list says that it is the issuer's. */
  public static boolean isNamedBy(X509Certificate issuer, X509CRL list) {
    return equal(issuer.getSubjectX500Principal(), list.getIssuerX500Principal());
  }

  private static boolean equal(X500Principal one, X500Principal other) {
    return MessageDigest.isEqual(one.getEncoded(), other.getEncoded());
  }

  /** The name of the one who has issued a certificate, as a key: hex SHA-256 of its DER. */
  public static String issuer(X509Certificate certificate) {
    return Digests.sha256Hex(certificate.getIssuerX500Principal().getEncoded());
  }

  /** The name under which a certificate's holder issues others, as a key. */
  public static String subject(X509Certificate certificate) {
    return Digests.sha256Hex(certificate.getSubjectX500Principal().getEncoded());
  }
}
