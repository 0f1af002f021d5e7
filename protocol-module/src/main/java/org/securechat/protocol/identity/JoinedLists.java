package org.securechat.protocol.identity;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/** The lists of several sources: each of them counts, whatever the others say. */
record JoinedLists(List<RevocationSource> sources) implements RevocationSource {

  @Override
  public Collection<X509CRL> crlsFor(X509Certificate issuer) {
    return sources.stream().flatMap(source -> source.crlsFor(issuer).stream()).toList();
  }

  @Override
  public Collection<X509CRL> crlsFor(X509Certificate certificate, X509Certificate issuer) {
    return sources.stream()
        .flatMap(source -> source.crlsFor(certificate, issuer).stream())
        .toList();
  }
}
