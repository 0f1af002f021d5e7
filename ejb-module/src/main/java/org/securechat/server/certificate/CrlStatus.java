package org.securechat.server.certificate;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.securechat.protocol.identity.NameBytes;
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
    List<X509CRL> all = sources.allLists();
    List<X509Certificate> issuers = issuers();
    List<CrlInfo> found = new ArrayList<>();
    String file = sources.listFile().toString();
    sources
        .file()
        .all()
        .forEach(crl -> found.add(CrlInfo.of(Source.FILE, file, crl, issuers, all, now)));
    sources
        .uploadedLists()
        .forEach(crl -> found.add(CrlInfo.of(Source.UPLOAD, "", crl, issuers, all, now)));
    for (DistributionPoint point : sources.distributionPoints()) {
      String address = point.address().toString();
      point
          .list()
          .ifPresent(crl ->
              found.add(CrlInfo.of(Source.DISTRIBUTION_POINT, address, crl, issuers, all, now)));
    }
    return found;
  }

  /** Whether a certificate is refused if there is no current list for it. */
  public boolean isRequired() {
    return settings.policy() != RevocationPolicy.ALLOW;
  }

  /**
   * How it stands with the lists of each authority on which a login depends: the configured ones,
   * and each below them that was in an accepted chain, is valid and is not revoked. One below them
   * whose people are all gone is told and closes nothing.
   */
  public List<IssuerLists> ofIssuers() {
    Instant now = clock.instant();
    List<X509CRL> all = sources.allLists();
    List<X509Certificate> known = issuers();
    List<X509Certificate> roots = keys.authorities();
    boolean excused = settings.policy() == RevocationPolicy.EXCUSE_ROOTS;
    return known.stream()
        .filter(issuer -> roots.contains(issuer) || isInUse(issuer, known, all, now))
        .map(issuer -> {
          boolean isRoot = roots.contains(issuer);
          IssuerLists lists = IssuerLists.of(issuer, all, excused && isRoot, now);
          return !isRoot && lists.state().isClosed() && !isNeeded(issuer, all, now)
              ? lists.ofNobody()
              : lists;
        })
        .toList();
  }

  /**
   * Whether somebody could log in, or the server be trusted, if the issuer had a list: it has
   * issued a certificate that is known here, is valid, and that nothing says is revoked.
   */
  private boolean isNeeded(X509Certificate issuer, List<X509CRL> lists, Instant now) {
    return Stream.concat(Stream.ofNullable(keys.certificate()), sources.issuedBy(issuer).stream())
        .filter(one -> NameBytes.isNamedBy(issuer, one))
        .anyMatch(one ->
            isValid(one, now) && !sources.isRevokedHere(one) && !isListed(one, issuer, lists));
  }

  private boolean isInUse(
      X509Certificate issuer, List<X509Certificate> known, List<X509CRL> lists, Instant now) {
    return isValid(issuer, now)
        && !sources.isRevokedHere(issuer)
        && known.stream()
            .filter(above -> NameBytes.isNamedBy(above, issuer))
            .noneMatch(above -> isListed(issuer, above, lists));
  }

  private static boolean isValid(X509Certificate certificate, Instant now) {
    return !now.isBefore(certificate.getNotBefore().toInstant())
        && !now.isAfter(certificate.getNotAfter().toInstant());
  }

  private static boolean isListed(
      X509Certificate certificate, X509Certificate above, List<X509CRL> lists) {
    return lists.stream()
        .filter(crl -> crl.getRevokedCertificate(certificate.getSerialNumber()) != null)
        .anyMatch(crl -> RevocationLists.isAuthentic(crl, above));
  }

  /** Those of all lists that an authority known here has signed, current or not. */
  public List<X509CRL> authentic() {
    List<X509Certificate> known = issuers();
    return sources.allLists().stream()
        .filter(crl -> known.stream().anyMatch(a -> RevocationLists.isAuthentic(crl, a)))
        .toList();
  }

  /** The configured authorities, and those below them that were in accepted chains. */
  public List<X509Certificate> issuers() {
    Set<X509Certificate> known = new LinkedHashSet<>(keys.authorities());
    known.addAll(sources.issuers());
    return List.copyOf(known);
  }
}
