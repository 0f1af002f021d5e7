package org.securechat.protocol.identity;

import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Where a chain ends that leads to no authority: what its owner is told, and nothing is decided.
 */
final class ChainEnd {
  private ChainEnd() {}

  /**
   * The issuer whose certificate has to be appended before the chain can lead anywhere; empty if it
   * ends below one of the authorities, or with a certificate that names itself.
   */
  static Optional<String> missingIssuer(
      List<X509Certificate> chain, Collection<X509Certificate> authorities) {
    X509Certificate last = chain.get(chain.size() - 1);
    boolean complete =
        NameBytes.isNamedBy(last, last)
            || authorities.stream()
                .anyMatch(each -> each.equals(last) || NameBytes.isNamedBy(each, last));
    return complete ? Optional.empty() : Optional.of(last.getIssuerX500Principal().getName());
  }
}
