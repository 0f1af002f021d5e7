package org.securechat.protocol.identity;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/** Where revocation lists come from. Implementations are thread-safe and fast: called per peer. */
@FunctionalInterface
public interface RevocationSource {
  /**
   * Lists that may be the issuer's. They are not trusted: the caller checks issuer, signature and
   * dates.
   *
   * @return possibly empty, never null; the same objects as long as nothing changed, so that the
   *     caller need not check them again
   */
  Collection<X509CRL> crlsFor(X509Certificate issuer);

  /** A source without lists. */
  static RevocationSource none() {
    return issuer -> List.of();
  }
}
