package org.securechat.server.receipt;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.DerCertificate;
import org.securechat.protocol.identity.NameBytes;
import org.securechat.protocol.identity.PathSearch;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.identity.RevocationSource;
import org.securechat.protocol.identity.RevocationTimes;
import org.securechat.protocol.wire.ProtocolException;

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
  private final Map<String, Optional<Instant>> known = new HashMap<>();
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
            .computeIfAbsent(sha256, _ -> since(sha256, purpose, at))
            .filter(from -> !from.isAfter(at))
            .isPresent();
  }

  private Optional<Instant> since(String sha256, Purpose purpose, Instant at) {
    Optional<X509Certificate> leaf = certificates.apply(sha256).flatMap(DerCertificate::parse);
    // Nearly always no list has it, and its path need not be built.
    if (leaf.filter(one -> anIssuerIsListed || isListed(one)).isEmpty()) {
      return Optional.empty();
    }
    CertificateRules rules =
        new CertificateRules(
            authorities,
            RevocationSource.none(),
            RevocationPolicy.ALLOW,
            Clock.fixed(at, ZoneOffset.UTC));
    try {
      List<PeerIdentity> paths =
          PathSearch.paths(leaf.get(), this::issuersOf, chain -> rules.verify(chain, purpose));
      // As verifiers do: of several paths, one that nothing speaks against counts.
      return paths.stream()
          .map(each -> times.earliest(each.path()))
          .filter(since -> since.filter(from -> !from.isAfter(at)).isEmpty())
          .findFirst()
          .orElseGet(() -> times.earliest(paths.get(0).path()));
    } catch (ProtocolException e) {
      return Optional.empty(); // No line is taken from such a certificate.
    }
  }

  private List<X509Certificate> issuersOf(X509Certificate certificate) {
    return issuers.stream().filter(one -> NameBytes.isNamedBy(one, certificate)).toList();
  }

  private boolean isListed(X509Certificate certificate) {
    return lists.stream()
        .anyMatch(list -> list.getRevokedCertificate(certificate.getSerialNumber()) != null);
  }
}
