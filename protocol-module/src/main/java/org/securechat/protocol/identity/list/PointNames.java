package org.securechat.protocol.identity.list;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;

/**
 * The names of distribution points (PROTOCOL.md §6.3, RFC 5280 §4.2.1.13 and §5.2.5), as the bytes
 * in which they are written: a list at a point is for the certificates that name the point.
 */
final class PointNames {
  static final int SEQUENCE = 0x30;
  static final int NAME = 0xa0;
  private static final int URI = 0x86;

  private PointNames() {}

  /**
   * The points that a certificate names and that stand for all reasons and for its own issuer;
   * hexadecimal. An extension of another form names nothing.
   */
  static Set<String> of(X509Certificate certificate) {
    byte[] extension = certificate.getExtensionValue(Extension.cRLDistributionPoints.getId());
    if (extension == null) {
      return Set.of();
    }
    try {
      return read(new DerCursor(ASN1OctetString.getInstance(extension).getOctets()));
    } catch (DerCursor.MalformedDerException | RuntimeException e) {
      return Set.of();
    }
  }

  private static Set<String> read(DerCursor der) throws DerCursor.MalformedDerException {
    Set<String> names = new LinkedHashSet<>();
    der.only(0, der.size(), SEQUENCE);
    int place = der.at();
    while (place < der.size()) {
      der.element(place, der.size());
      if (der.tag() != SEQUENCE) {
        throw new DerCursor.MalformedDerException();
      }
      place = der.after();
      // With reasons or an issuer behind it, it is for other lists than ours.
      if (der.isOnly(der.at(), place, NAME)) {
        addFullNames(der, der.at(), place, names);
      }
    }
    return names;
  }

  /** The names of a full name; another form of name adds none. */
  static void addFullNames(DerCursor der, int from, int end, Set<String> names)
      throws DerCursor.MalformedDerException {
    if (!der.isOnly(from, end, NAME)) {
      return;
    }
    int place = der.at();
    while (place < end) {
      der.element(place, end);
      names.add(HexFormat.of().formatHex(der.bytes(place, der.after())));
      place = der.after();
    }
  }

  /** A name for people to read; of what is no address, only that. */
  static String text(String name) {
    byte[] der = HexFormat.of().parseHex(name);
    DerCursor cursor = new DerCursor(der);
    try {
      cursor.only(0, der.length, URI);
      String text = new String(cursor.bytes(cursor.at(), der.length), StandardCharsets.US_ASCII);
      return text.replaceAll("[^!-~]", "?");
    } catch (DerCursor.MalformedDerException e) {
      return "a name that is no address";
    }
  }
}
