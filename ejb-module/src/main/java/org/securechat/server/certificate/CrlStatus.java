package org.securechat.server.certificate;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.securechat.protocol.identity.CrlFile;
import org.securechat.protocol.identity.RevocationLists;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.server.certificate.CrlInfo.Source;
import org.securechat.server.handshake.ServerIdentity;

/**
 * Which revocation lists the server has, and whether they are fresh: for health and for
 * administrators. Looks at what is in memory and at the list file; milliseconds. Thread-safe.
 */
@ApplicationScoped
public class CrlStatus {

  private final RevocationSources sources;
  private final RevocationSettings settings;
  private final ServerIdentity keys;
  private final Clock clock;

  /** For the container's proxy. */
  public CrlStatus() {
    this(null, null, null, null);
  }

  @Inject
  public CrlStatus(
      RevocationSources sources, RevocationSettings settings, ServerIdentity keys, Clock clock) {
    this.sources = sources;
    this.settings = settings;
    this.keys = keys;
    this.clock = clock;
  }

  /** Every list that the server has, whatever it is worth. */
  public List<CrlInfo> lists() {
    Instant now = clock.instant();
    List<CrlInfo> found = new ArrayList<>();
    sources
        .file()
        .all()
        .forEach(crl -> found.add(info(Source.FILE, sources.listFile().toString(), crl, now)));
    sources.uploadedLists().forEach(crl -> found.add(info(Source.UPLOAD, "", crl, now)));
    for (DistributionPoint point : sources.distributionPoints()) {
      point
          .list()
          .ifPresent(crl ->
              found.add(info(Source.DISTRIBUTION_POINT, point.address().toString(), crl, now)));
    }
    return found;
  }

  /** Whether a certificate is refused if there is no current list for it. */
  public boolean isRequired() {
    return settings.policy() == RevocationPolicy.REFUSE;
  }

  /**
   * Until when there is a current list for every configured authority. Past or empty means that the
   * certificates of at least one authority have no current list, so that their holders cannot
   * connect, if lists are {@linkplain #isRequired required} and no responder answers instead.
   */
  public Optional<Instant> freshUntil() {
    Instant now = clock.instant();
    Collection<X509CRL> all = allLists();
    List<Optional<Instant>> ends =
        keys.authorities().stream().map(authority -> end(authority, all, now)).toList();
    return ends.stream().anyMatch(Optional::isEmpty)
        ? Optional.empty()
        : ends.stream().flatMap(Optional::stream).min(Comparator.naturalOrder());
  }

  /** Whether there is a current list for every configured authority. */
  public boolean isFresh() {
    return freshUntil().isPresent();
  }

  /** Those of all lists that a configured authority has signed, current or not. */
  public List<X509CRL> authentic() {
    return allLists().stream()
        .filter(crl -> keys.authorities().stream().anyMatch(a -> CrlInfo.isOf(crl, a)))
        .toList();
  }

  private static Optional<Instant> end(
      X509Certificate authority, Collection<X509CRL> lists, Instant now) {
    return lists.stream()
        // RFC 5280 §5.1.2.5: a newer list is due by nextUpdate.
        .filter(crl -> RevocationLists.isCurrent(crl, now))
        .filter(crl -> CrlInfo.isOf(crl, authority))
        .map(crl -> crl.getNextUpdate().toInstant())
        .max(Comparator.naturalOrder());
  }

  private Collection<X509CRL> allLists() {
    CrlFile file = sources.file();
    List<X509CRL> all = new ArrayList<>(file.all());
    all.addAll(sources.uploadedLists());
    sources.distributionPoints().forEach(point -> point.list().ifPresent(all::add));
    return all;
  }

  private CrlInfo info(Source source, String location, X509CRL crl, Instant now) {
    return CrlInfo.of(source, location, crl, keys.authorities(), now);
  }
}
