package org.securechat.server.certificate;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** Reading certificates whose worth is judged elsewhere. */
public final class Certificates {

  private Certificates() {}

  /** The certificate of an encoding, PEM or DER. */
  public static Optional<X509Certificate> parse(byte[] encoded) {
    try {
      return Optional.of(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(encoded)));
    } catch (CertificateException | RuntimeException e) {
      // Parsers of malformed certificates throw what they like.
      return Optional.empty();
    }
  }
}
