package org.securechat.protocol.identity;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** The names in a certificate that can stand for a user (PROTOCOL.md §6). */
final class CertificateNames {
  private static final String USER_URI = "securechat:user:";
  private static final int RFC822_NAME = 1;
  private static final int URI = 6;

  private final List<String> commonNames;
  private final List<String> emails;
  private final List<String> users;

  private CertificateNames(List<String> commonNames, List<String> emails, List<String> users) {
    this.commonNames = commonNames;
    this.emails = emails;
    this.users = users;
  }

  static CertificateNames of(X509Certificate certificate) throws CertificateParsingException {
    List<String> emails = new ArrayList<>();
    List<String> users = new ArrayList<>();
    for (List<?> name : alternativeNames(certificate)) {
      int kind = (Integer) name.get(0);
      if (kind == RFC822_NAME) {
        emails.add((String) name.get(1));
      } else if (kind == URI && ((String) name.get(1)).startsWith(USER_URI)) {
        users.add(((String) name.get(1)).substring(USER_URI.length()));
      }
    }
    return new CertificateNames(commonNames(certificate), emails, users);
  }

  static Collection<List<?>> alternativeNames(X509Certificate certificate)
      throws CertificateParsingException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    return names == null ? List.of() : names;
  }

  Set<String> userNames() {
    Set<String> all = new LinkedHashSet<>(users);
    all.addAll(commonNames);
    all.addAll(emails);
    return Set.copyOf(all);
  }

  boolean names(String username, String email) {
    // PROTOCOL.md §6: a securechat:user: URI, where there is one, is the only name that counts.
    if (!users.isEmpty()) {
      return users.contains(username);
    }
    return commonNames.contains(username)
        || (email != null && emails.stream().anyMatch(email::equalsIgnoreCase));
  }

  private static List<String> commonNames(X509Certificate certificate) {
    X500Name subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    List<String> found = new ArrayList<>();
    for (RDN rdn : subject.getRDNs(BCStyle.CN)) {
      for (AttributeTypeAndValue attribute : rdn.getTypesAndValues()) {
        // The text itself: RFC 4514 escapes would make two spellings of one name.
        if (attribute.getType().equals(BCStyle.CN)
            && attribute.getValue() instanceof ASN1String text) {
          found.add(text.getString());
        }
      }
    }
    return found;
  }
}
