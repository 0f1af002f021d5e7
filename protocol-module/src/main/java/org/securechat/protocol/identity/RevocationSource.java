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

  /**
   * The same for one certificate, which may itself say where its list is found.
   *
   * @param issuer who has signed the certificate
   */
  default Collection<X509CRL> crlsFor(X509Certificate certificate, X509Certificate issuer) {
    return crlsFor(issuer);
  }

  /** A source without lists. */
  static RevocationSource none() {
    return issuer -> List.of();
  }

  /** The lists of several sources together. */
  static RevocationSource of(RevocationSource... sources) {
    return new JoinedLists(List.of(sources));
  }
}
