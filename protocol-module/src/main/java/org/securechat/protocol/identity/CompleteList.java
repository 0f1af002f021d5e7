package org.securechat.protocol.identity;

import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.CertificateList;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.TBSCertList;

/**
 * Which revocation lists speak of all certificates of their issuer, and in one way (PROTOCOL.md
 * §6.3): no delta list, no partition, no list that speaks for other issuers, and nothing in it that
 * must be understood and is not. The same at login and for evidence, so that no server judges by a
 * list that a verifier refuses.
 */
final class CompleteList {
  private static final Set<ASN1ObjectIdentifier> UNDERSTOOD =
      Set.of(Extension.cRLNumber, Extension.authorityKeyIdentifier);

  /** Such a list is silent about some certificates. */
  private static final List<ASN1ObjectIdentifier> OF_PARTS =
      List.of(Extension.deltaCRLIndicator, Extension.issuingDistributionPoint);

  private static final Set<ASN1ObjectIdentifier> UNDERSTOOD_IN_ENTRIES =
      Set.of(Extension.invalidityDate, Extension.reasonCode);

  private CompleteList() {}

  /** Whether the list is one. Says nothing of its signature. */
  static boolean is(X509CRL list) {
    try {
      TBSCertList body = CertificateList.getInstance(list.getEncoded()).getTBSCertList();
      return ExactTime.is(body.getThisUpdate())
          && (body.getNextUpdate() == null || ExactTime.is(body.getNextUpdate()))
          && isUnderstood(body.getExtensions(), UNDERSTOOD, OF_PARTS)
          && areOfIssuer(body.getRevokedCertificateEnumeration());
    } catch (GeneralSecurityException | RuntimeException e) {
      // Parsers of malformed lists throw exceptions of any type.
      return false;
    }
  }

  private static boolean areOfIssuer(Enumeration<?> entries) {
    Set<Object> serials = new HashSet<>();
    while (entries.hasMoreElements()) {
      TBSCertList.CRLEntry entry = TBSCertList.CRLEntry.getInstance(entries.nextElement());
      // PROTOCOL.md §6.3: readers of a serial number that is there twice take the one or the other.
      if (!serials.add(entry.getUserCertificate())
          || !ExactTime.is(entry.getRevocationDate())
          || !isUnderstood(
              entry.getExtensions(), UNDERSTOOD_IN_ENTRIES, List.of(Extension.certificateIssuer))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUnderstood(
      Extensions extensions,
      Set<ASN1ObjectIdentifier> understood,
      List<ASN1ObjectIdentifier> forbidden) {
    return extensions == null
        || (understood.containsAll(Arrays.asList(extensions.getCriticalExtensionOIDs()))
            && forbidden.stream().allMatch(oid -> extensions.getExtension(oid) == null));
  }
}
