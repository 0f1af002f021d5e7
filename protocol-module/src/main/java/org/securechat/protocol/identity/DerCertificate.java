package org.securechat.protocol.identity;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Reading a certificate whose worth is judged elsewhere. */
public final class DerCertificate {
  private DerCertificate() {}

  /** The certificate of an encoding; empty if that is not exactly one in DER. */
  public static Optional<X509Certificate> parse(byte[] der) {
    try {
      return Optional.of(TrustedPaths.parse(List.of(der)).get(0));
    } catch (GeneralSecurityException | RuntimeException e) {
      // Parsers of malformed certificates throw what they like.
      return Optional.empty();
    }
  }
}
