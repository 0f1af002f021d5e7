package org.securechat.protocol.identity;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.securechat.protocol.crypto.Digests;

/** Reading and naming a certificate whose worth is judged elsewhere. */
public final class DerCertificate {
  private DerCertificate() {}

  /** The certificate of an encoding; empty if that is not exactly one in DER. */
  public static Optional<X509Certificate> parse(byte[] der) {
    try {
      X509Certificate certificate = TrustedPaths.parse(List.of(der)).get(0);
      // Read here once: a malformed key is found only then, and must not end a verification.
      var _ = certificate.getPublicKey();
      return Optional.of(certificate);
    } catch (GeneralSecurityException | RuntimeException e) {
      // Parsers of malformed certificates throw what they like.
      return Optional.empty();
    }
  }

  /**
   * As {@link #parse}, for who cannot go on without it (PROTOCOL.md §6): of anything else no
   * verifier takes a bundle.
   *
   * @throws CertificateException if the encoding is not exactly one certificate
   */
  public static X509Certificate require(byte[] der) throws CertificateException {
    return parse(der)
        .orElseThrow(() -> new CertificateException("not exactly one DER certificate"));
  }

  /** What a certificate is called in a record: the hexadecimal SHA-256 of its DER. */
  public static String sha256(X509Certificate certificate) {
    try {
      return Digests.sha256Hex(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate has no encoding", e);
    }
  }
}
