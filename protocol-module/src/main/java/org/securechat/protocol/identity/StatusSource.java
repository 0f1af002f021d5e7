package org.securechat.protocol.identity;

import java.security.cert.X509Certificate;
import java.util.Optional;

/** Where answers about single certificates come from. Thread-safe; waits seconds at the most. */
@FunctionalInterface
public interface StatusSource {

  /**
   * A verified answer that is current.
   *
   * @param issuer who has signed the certificate
   * @return empty if there is no responder, or none answered correctly in time
   */
  Optional<OcspStatus> statusOf(X509Certificate certificate, X509Certificate issuer);

  /** A source without answers. */
  static StatusSource none() {
    return (certificate, issuer) -> Optional.empty();
  }
}
