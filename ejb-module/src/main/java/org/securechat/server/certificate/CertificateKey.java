package org.securechat.server.certificate;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;
import org.securechat.protocol.crypto.Digests;

/**
 * By what a certificate is found: the hash of all of it, or of its issuer's name together with its
 * serial number. An authority revokes by the second (RFC 5280 §5.1.2.6); the first alone would miss
 * a copy whose ECDSA signature was written in its other form.
 */
public record CertificateKey(String sha256, String issuerSha256, String serial) {

  public static CertificateKey of(X509Certificate certificate) {
    try {
      String issuer = certificate.getIssuerX500Principal().getName(X500Principal.CANONICAL);
      return new CertificateKey(
          Digests.sha256Hex(certificate.getEncoded()),
          Digests.sha256Hex(issuer.getBytes(StandardCharsets.UTF_8)),
          certificate.getSerialNumber().toString(16));
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate without an encoding", e);
    }
  }

  /** What the issuer knows it by. */
  String issued() {
    return issuerSha256 + ":" + serial;
  }
}
