package org.securechat.protocol.identity;

import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * From when on certificates count as revoked, by some complete lists, whenever those were made: a
 * later list still says when the key was lost (PROTOCOL.md §11.2, 5). Confined to one thread.
 */
public final class RevocationTimes {
  private final List<X509CRL> lists;
  private final Map<X509Certificate, List<X509CRL>> authentic = new HashMap<>();

  /**
   * @param complete lists without indicators of partial content; whether an issuer has signed them
   *     is looked at here
   */
  public RevocationTimes(Collection<X509CRL> complete) {
    this.lists = new ArrayList<>(complete);
  }

  /** The lists that this issuer has signed. */
  public List<X509CRL> of(X509Certificate issuer) {
    return authentic.computeIfAbsent(
        issuer,
        signer ->
            lists.stream().filter(list -> RevocationLists.isAuthentic(list, signer)).toList());
  }

  /**
   * The earliest time from which a certificate of the path counts as revoked; empty if none does.
   *
   * @param path leaf first, the authority last, which is not judged
   */
  public Optional<Instant> earliest(List<X509Certificate> path) {
    return Stream.iterate(0, i -> i + 1 < path.size(), i -> i + 1)
        .flatMap(i -> entries(path.get(i), path.get(i + 1)))
        .map(RevocationLists::effective)
        .min(Instant::compareTo);
  }

  /**
   * What the lists say of a path, leaf first, the authority last. No certificate is excused from a
   * list: which lines are in doubt must not depend on what a verifier was told (PROTOCOL.md §6.5).
   */
  public Standing standing(List<X509Certificate> path) {
    return standing(path, RevocationPolicy.REFUSE);
  }

  /** The same, leaving out what by that policy may lack a list. */
  public Standing standing(List<X509Certificate> path, RevocationPolicy policy) {
    Optional<Instant> until = Optional.of(Instant.MAX);
    for (int i = 0; i + 1 < path.size(); i++) {
      X509Certificate certificate = path.get(i);
      if (policy.excuses(certificate, i + 2 == path.size())) {
        continue;
      }
      Optional<Instant> upcoming =
          of(path.get(i + 1)).stream()
              .filter(list -> RevocationLists.covers(list, certificate))
              .map(X509CRL::getNextUpdate)
              .filter(Objects::nonNull)
              .map(Date::toInstant)
              .max(Instant::compareTo);
      until = until.flatMap(known -> upcoming.map(next -> next.isBefore(known) ? next : known));
    }
    return new Standing(earliest(path), until);
  }

  /**
   * What lists say of a path.
   *
   * @param revokedFrom when the first certificate of it was revoked; empty if none is
   * @param coveredUntil the last time for which there is a list for each certificate; empty if
   *     there is no list for one of the certificates
   */
  public record Standing(Optional<Instant> revokedFrom, Optional<Instant> coveredUntil) {
    /** Whether it was revoked by then. */
    public boolean isRevoked(Instant at) {
      return revokedFrom.filter(from -> !from.isAfter(at)).isPresent();
    }

    /** Whether lists were made for that time or later. */
    public boolean isCovered(Instant at) {
      return coveredUntil.filter(until -> !until.isBefore(at)).isPresent();
    }
  }

  private Stream<X509CRLEntry> entries(X509Certificate certificate, X509Certificate issuer) {
    return of(issuer).stream()
        .map(list -> list.getRevokedCertificate(certificate.getSerialNumber()))
        .filter(entry -> entry != null);
  }
}
