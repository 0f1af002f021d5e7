package org.securechat.client.pki.est;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;

/** The certificates in an answer: a certs-only Simple PKI Response (RFC 5272, section 4.1). */
final class EstMessages {
  /** Roots, their successors and what is between: more than that is no authority's chain. */
  static final int MAX_CERTIFICATES = 32;

  private static final int SEQUENCE = 0x30;

  private EstMessages() {}

  static List<X509Certificate> certificates(EstAddress address, EstAnswer answer)
      throws EstException {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!media.equals("application/pkcs7-mime") && !media.equals("application/x-pkcs7-mime")) {
      throw malformed(
          address, "it is of the type '" + media + "' and not application/pkcs7-mime", null);
    }
    try {
      CMSSignedData message = new CMSSignedData(decoded(answer.body()));
      if (message.getSignerInfos().size() > 0) {
        throw malformed(address, "it is a signed message and not certificates alone", null);
      }
      List<X509CertificateHolder> found = List.copyOf(message.getCertificates().getMatches(null));
      if (found.isEmpty() || found.size() > MAX_CERTIFICATES) {
        throw malformed(address, "it holds " + found.size() + " certificates", null);
      }
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      List<X509Certificate> certificates = new ArrayList<>();
      for (X509CertificateHolder each : found) {
        certificates.add(
            (X509Certificate)
                factory.generateCertificate(new ByteArrayInputStream(each.getEncoded())));
      }
      return List.copyOf(certificates);
    } catch (CMSException | CertificateException | IOException | RuntimeException e) {
      // Parsers of what comes from elsewhere throw what they like.
      throw malformed(address, "it holds no certificates that can be read", e);
    }
  }

  /** Base64 whatever the headers say (RFC 8951, section 3); DER of servers that know it not. */
  private static byte[] decoded(byte[] body) {
    if (body.length > 1 && body[0] == SEQUENCE && body[1] < 0) {
      return body;
    }
    String text = new String(body, StandardCharsets.ISO_8859_1).replaceAll("[ \\t\\r\\n]", "");
    return Base64.getDecoder().decode(text);
  }

  private static EstException malformed(EstAddress address, String why, Exception cause) {
    return new EstException(
        EstFault.MALFORMED,
        "the answer of " + address + " cannot be used: " + why,
        "Check the address; if it is right, tell those who run the server.",
        cause);
  }
}
