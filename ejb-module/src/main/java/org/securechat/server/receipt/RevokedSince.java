package org.securechat.server.receipt;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.identity.RevocationSource;
import org.securechat.protocol.identity.RevocationTimes;
import org.securechat.protocol.wire.ProtocolException;
import org.securechat.server.certificate.Certificates;

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
    this.issuers = Set.copyOf(issuers);
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
    Optional<X509Certificate> leaf = certificates.apply(sha256).flatMap(Certificates::parse);
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
      return times.earliest(rules.verify(chain(leaf.get()), purpose).path());
    } catch (ProtocolException e) {
      return Optional.empty(); // No line is taken from such a certificate.
    }
  }

  /** Leaf first, each issued by the next, up to below an authority. */
  private List<X509Certificate> chain(X509Certificate leaf) {
    List<X509Certificate> chain = new ArrayList<>(List.of(leaf));
    while (issuer(authorities, chain).isEmpty()) {
      Optional<X509Certificate> next = issuer(issuers, chain);
      if (next.isEmpty()) {
        break;
      }
      chain.add(next.get());
    }
    return chain;
  }

  private static Optional<X509Certificate> issuer(
      Collection<X509Certificate> among, List<X509Certificate> chain) {
    byte[] name = chain.getLast().getIssuerX500Principal().getEncoded();
    return among.stream()
        .filter(one -> Arrays.equals(one.getSubjectX500Principal().getEncoded(), name))
        .filter(one -> !chain.contains(one))
        .findFirst();
  }

  private boolean isListed(X509Certificate certificate) {
    return lists.stream()
        .anyMatch(list -> list.getRevokedCertificate(certificate.getSerialNumber()) != null);
  }
}
