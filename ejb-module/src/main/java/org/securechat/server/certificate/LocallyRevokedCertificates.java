package org.securechat.server.certificate;

import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.securechat.protocol.identity.RevokedCertificates;

/** What the database says is revoked, in memory, so that a handshake need not ask. Thread-safe. */
final class LocallyRevokedCertificates implements RevokedCertificates {

  private volatile Known known = new Known(Set.of(), Set.of());

  @Override
  public boolean contains(X509Certificate certificate) {
    Known now = known;
    if (now.hashes.isEmpty()) {
      return false;
    }
    CertificateKey key = CertificateKey.of(certificate);
    return now.hashes.contains(key.sha256()) || now.issued.contains(key.issued());
  }

  /** How many there are. */
  int size() {
    return known.hashes.size();
  }

  void replace(Collection<CertificateKey> keys) {
    known =
        new Known(
            keys.stream().map(CertificateKey::sha256).collect(Collectors.toUnmodifiableSet()),
            keys.stream().map(CertificateKey::issued).collect(Collectors.toUnmodifiableSet()));
  }

  private record Known(Set<String> hashes, Set<String> issued) {}
}
