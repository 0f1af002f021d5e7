package org.securechat.protocol.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.OtherName;
import org.securechat.protocol.name.Names;

/**
 * What a certificate states about whom it is for (PROTOCOL.md §6). Names are compared as the bytes
 * that stand in the certificate, so that no decoder decides whose they are. Immutable.
 */
final class CertificateNames {
  private static final String USER_URI = "securechat:user:";
  private static final ASN1ObjectIdentifier UPN =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3");
  private static final int LONG_LENGTH = 0x80;

  private final Set<StatedName> users = new LinkedHashSet<>();
  private final List<String> dnsNames = new ArrayList<>();
  private final List<String> uris = new ArrayList<>();
  private final Set<String> others = new LinkedHashSet<>();
  private boolean user;

  private CertificateNames() {}

  /**
   * Reads them.
   *
   * @throws CertificateParsingException for alternative names that are not DER
   */
  static CertificateNames of(X509Certificate certificate) throws CertificateParsingException {
    CertificateNames names = new CertificateNames();
    try {
      for (GeneralName name : alternativeNames(certificate)) {
        names.add(name);
      }
      for (String name : commonNames(certificate)) {
        names.state(NameKind.CN, name);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new CertificateParsingException("malformed names", e);
    }
    return names;
  }

  /** The usernames that it states, in the order of {@link NameKind}. */
  List<StatedName> users() {
    return users.stream().sorted((a, b) -> a.kind().compareTo(b.kind())).toList();
  }

  /**
   * Whether it has a name of a kind that is for users alone, of whatever form: everything but a
   * common name, which servers have as well.
   */
  boolean namesUser() {
    return user;
  }

  /** Where a user could stand and something stands that has not the form of a username. */
  List<String> others() {
    return List.copyOf(others);
  }

  /** The values of its dNSNames, as they stand there. */
  List<String> dnsNames() {
    return List.copyOf(dnsNames);
  }

  /** The values of its URIs, as they stand there. */
  List<String> uris() {
    return List.copyOf(uris);
  }

  private void add(GeneralName name) throws IOException {
    switch (name.getTagNo()) {
      case GeneralName.rfc822Name -> {
        user = true;
        state(NameKind.EMAIL, contents(name.getName()));
      }
      case GeneralName.dNSName -> dnsNames.add(contents(name.getName()));
      case GeneralName.uniformResourceIdentifier -> addUri(contents(name.getName()));
      case GeneralName.otherName -> addOther(OtherName.getInstance(name.getName()));
      default -> {}
    }
  }

  private void addUri(String uri) {
    uris.add(uri);
    String folded = Names.lowerCase(uri);
    if (folded.startsWith(USER_URI)) {
      user = true;
      state(NameKind.URI, folded.substring(USER_URI.length()));
    }
  }

  private void addOther(OtherName other) throws IOException {
    if (other.getTypeID().equals(UPN)) {
      user = true;
      if (other.getValue() instanceof ASN1UTF8String text) {
        state(NameKind.UPN, contents(text));
      }
    }
  }

  // PROTOCOL.md §6: what has not the form of a username names no user.
  private void state(NameKind kind, String text) {
    String name = Names.lowerCase(text);
    if (Names.isUsername(name)) {
      users.add(new StatedName(kind, name));
    } else {
      others.add("'" + text + "' (" + kind.description() + ")");
    }
  }

  private static GeneralName[] alternativeNames(X509Certificate certificate) throws IOException {
    byte[] extension = certificate.getExtensionValue(Extension.subjectAlternativeName.getId());
    if (extension == null) {
      return new GeneralName[0];
    }
    byte[] encoded = ASN1OctetString.getInstance(extension).getOctets();
    GeneralNames names = GeneralNames.getInstance(encoded);
    // PROTOCOL.md §6: DER, which has one reading.
    if (!MessageDigest.isEqual(names.getEncoded(ASN1Encoding.DER), encoded)) {
      throw new IOException("alternative names that are not DER");
    }
    return names.getNames();
  }

  // PROTOCOL.md §6: a common name counts as UTF8String or PrintableString; in other types the same
  // bytes are another text.
  private static List<String> commonNames(X509Certificate certificate) throws IOException {
    X500Name subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    List<String> found = new ArrayList<>();
    for (RDN rdn : subject.getRDNs(BCStyle.CN)) {
      for (AttributeTypeAndValue attribute : rdn.getTypesAndValues()) {
        ASN1Encodable value = attribute.getValue();
        if (attribute.getType().equals(BCStyle.CN)
            && (value instanceof ASN1UTF8String || value instanceof ASN1PrintableString)) {
          found.add(contents(value));
        }
      }
    }
    return found;
  }

  /** The bytes of a string's value, each as one character: only ASCII can be a name. */
  private static String contents(ASN1Encodable string) throws IOException {
    byte[] der = string.toASN1Primitive().getEncoded(ASN1Encoding.DER);
    int length = der[1] & 0xff;
    int start = length < LONG_LENGTH ? 2 : 2 + length - LONG_LENGTH;
    return new String(Arrays.copyOfRange(der, start, der.length), StandardCharsets.ISO_8859_1);
  }
}
