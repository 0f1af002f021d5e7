package org.securechat.protocol.identity;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/**
 * The addresses at which a certificate says its revocation status can be found. The issuer of the
 * certificate wrote them, so they are not trusted: the caller decides whether to use them.
 */
public final class RevocationAddresses {
  private static final int MAX_ADDRESSES = 4;
  private static final int MAX_LENGTH = 1024;

  private RevocationAddresses() {}

  /**
   * http and https addresses of complete lists of the issuer itself (RFC 5280 §4.2.1.13), at most
   * four. Points for some reasons only, and those of other issuers, are left out.
   */
  public static List<String> distributionPoints(X509Certificate certificate) {
    List<String> found = new ArrayList<>();
    try {
      byte[] extension = content(certificate, Extension.cRLDistributionPoints.getId());
      if (extension == null) {
        return List.of();
      }
      for (DistributionPoint point : CRLDistPoint.getInstance(extension).getDistributionPoints()) {
        DistributionPointName name = point.getDistributionPoint();
        if (name != null
            && name.getType() == DistributionPointName.FULL_NAME
            && point.getReasons() == null
            && point.getCRLIssuer() == null) {
          for (GeneralName address : GeneralNames.getInstance(name.getName()).getNames()) {
            add(address, found);
          }
        }
      }
      return List.copyOf(found);
    } catch (RuntimeException e) {
      // The issuer may have written anything there.
      return List.of();
    }
  }

  /** http and https addresses of OCSP responders (RFC 5280 §4.2.2.1), at most four. */
  public static List<String> responders(X509Certificate certificate) {
    List<String> found = new ArrayList<>();
    try {
      byte[] extension = content(certificate, Extension.authorityInfoAccess.getId());
      if (extension == null) {
        return List.of();
      }
      for (AccessDescription access :
          AuthorityInformationAccess.getInstance(extension).getAccessDescriptions()) {
        if (AccessDescription.id_ad_ocsp.equals(access.getAccessMethod())) {
          add(access.getAccessLocation(), found);
        }
      }
      return List.copyOf(found);
    } catch (RuntimeException e) {
      return List.of();
    }
  }

  private static void add(GeneralName name, List<String> found) {
    if (name.getTagNo() == GeneralName.uniformResourceIdentifier && found.size() < MAX_ADDRESSES) {
      String address = ASN1IA5String.getInstance(name.getName()).getString();
      String lower = address.toLowerCase(Locale.ROOT);
      if (address.length() <= MAX_LENGTH
          && (lower.startsWith("http://") || lower.startsWith("https://"))) {
        found.add(address);
      }
    }
  }

  private static byte[] content(X509Certificate certificate, String oid) {
    byte[] extension = certificate.getExtensionValue(oid);
    return extension == null ? null : ASN1OctetString.getInstance(extension).getOctets();
  }
}
