package org.securechat.server.admin.certificate;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.securechat.protocol.identity.IssuerSignatures;
import org.securechat.protocol.identity.NameBytes;
import org.securechat.protocol.identity.RevocationDataException;
import org.securechat.protocol.identity.RevocationLists;

/**
 * A list as an administrator sends it: DER, or PEM, which may have the certificates of the issuing
 * authority and those above it beside the list. The server knows an issuing authority only from an
 * accepted chain, and accepts none of it without its list.
 *
 * @param presented certificates beside the list; not trusted
 */
record ListUpload(X509CRL list, List<X509Certificate> presented) {
  private static final int MOST_CERTIFICATES = 8;
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----");

  /** Reads what was sent. */
  static ListUpload parse(byte[] content) throws RevocationDataException {
    List<X509Certificate> certificates = new ArrayList<>();
    byte[] list = content;
    String text = new String(content, StandardCharsets.ISO_8859_1);
    if (text.contains("-----BEGIN CERTIFICATE-----")) {
      Matcher block = CERTIFICATE.matcher(text);
      while (block.find() && certificates.size() < MOST_CERTIFICATES) {
        certificates.add(certificate(block.group()));
      }
      list = CERTIFICATE.matcher(text).replaceAll("").getBytes(StandardCharsets.ISO_8859_1);
    }
    return new ListUpload(RevocationLists.parse(list), List.copyOf(certificates));
  }

  private static X509Certificate certificate(String pem) throws RevocationDataException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    } catch (CertificateException | RuntimeException e) {
      throw new RevocationDataException("a certificate beside the list cannot be read", e);
    }
  }

  /** The known authorities, and those of the presented ones that they have certified. */
  Set<X509Certificate> issuers(Collection<X509Certificate> known, Instant now) {
    Set<X509Certificate> found = new LinkedHashSet<>(known);
    for (int level = 0; level < presented.size(); level++) {
      for (X509Certificate one : presented) {
        if (one.getBasicConstraints() >= 0
            && !now.isAfter(one.getNotAfter().toInstant())
            && found.stream().anyMatch(above -> hasIssued(above, one))) {
          found.add(one);
        }
      }
    }
    return found;
  }

  private static boolean hasIssued(X509Certificate above, X509Certificate one) {
    return NameBytes.isNamedBy(above, one) && IssuerSignatures.hasSigned(above, one);
  }
}
