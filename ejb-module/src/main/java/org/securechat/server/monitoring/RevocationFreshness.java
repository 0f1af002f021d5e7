package org.securechat.server.monitoring;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Optional;
import org.securechat.protocol.identity.CrlFile;
import org.securechat.protocol.identity.PemFiles;

/** Until when the revocation lists of the trusted authorities are good. */
final class RevocationFreshness {

  private final Collection<X509Certificate> authorities;
  private final CrlFile lists;

  /**
   * @throws IOException if the authorities cannot be read
   */
  RevocationFreshness(Path pki) throws IOException {
    authorities = PemFiles.certificates(pki.resolve("ca.pem"));
    lists = new CrlFile(pki.resolve("crl.pem"));
  }

  /** The first moment at which an authority's list is out of date; empty if one has none. */
  Optional<Instant> nextUpdate() {
    Instant first = Instant.MAX;
    for (X509Certificate authority : authorities) {
      Optional<Instant> next =
          lists.crlsFor(authority).stream()
              .map(X509CRL::getNextUpdate)
              .map(Date::toInstant)
              .max(Instant::compareTo);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      first = next.get().isBefore(first) ? next.get() : first;
    }
    return authorities.isEmpty() ? Optional.empty() : Optional.of(first);
  }
}
