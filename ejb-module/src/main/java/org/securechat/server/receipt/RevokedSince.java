package org.securechat.server.receipt;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.securechat.protocol.identity.DerCertificate;
import org.securechat.protocol.identity.NameBytes;
import org.securechat.protocol.identity.PathsOverTime;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.identity.RevocationTimes;
import org.securechat.protocol.identity.RevokedUses;

/**
 * From when on users' certificates count as revoked, by the lists that one receipt names. A list is
 * made after the date that it states, so that lines are taken in good faith which a later list puts
 * in doubt: the receipt names them (PROTOCOL.md §10). Confined to one thread.
 */
final class RevokedSince {
  private final Collection<X509CRL> lists;
  private final RevocationTimes times;
  private final List<X509Certificate> authorities;
  private final Set<X509Certificate> issuers;
  private final Function<String, Optional<byte[]>> certificates;
  private final Map<String, Optional<RevokedUses>> known = new HashMap<>();
  private final boolean anIssuerIsListed;

  /**
   * @param lists complete ones
   * @param issuers who may stand between a user's certificate and an authority
   * @param certificates finds a certificate (DER) by its SHA-256
   */
  RevokedSince(
      Collection<X509CRL> lists,
      List<X509Certificate> authorities,
      Set<X509Certificate> issuers,
      Function<String, Optional<byte[]>> certificates) {
    this.lists = List.copyOf(lists);
    this.times = new RevocationTimes(lists);
    this.authorities = List.copyOf(authorities);
    this.issuers = new LinkedHashSet<>(issuers);
    this.certificates = certificates;
    this.anIssuerIsListed = issuers.stream().anyMatch(this::isListed);
  }

  /** Whether a line that was said then was said with a revoked certificate. */
  boolean isRevoked(String sha256, Purpose purpose, Instant at) {
    return !lists.isEmpty()
        && known
            .computeIfAbsent(sha256 + purpose, _ -> uses(sha256, purpose))
            .filter(uses -> uses.isRevoked(at))
            .isPresent();
  }

  private Optional<RevokedUses> uses(String sha256, Purpose purpose) {
    // Nearly always no list has it, and its path need not be built.
    return certificates
        .apply(sha256)
        .flatMap(DerCertificate::parse)
        .filter(leaf -> anIssuerIsListed || isListed(leaf))
        .map(leaf ->
            new RevokedUses(new PathsOverTime(leaf, this::issuersOf, authorities, purpose), times));
  }

  private List<X509Certificate> issuersOf(X509Certificate certificate) {
    return issuers.stream().filter(one -> NameBytes.isNamedBy(one, certificate)).toList();
  }

  private boolean isListed(X509Certificate certificate) {
    return lists.stream()
        .anyMatch(list -> list.getRevokedCertificate(certificate.getSerialNumber()) != null);
  }
}
