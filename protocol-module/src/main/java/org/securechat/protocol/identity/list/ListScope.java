package org.securechat.protocol.identity.list;

import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which certificates of its issuer a list is for (PROTOCOL.md §6.3). About others it says nothing,
 * unless it names them. Immutable.
 *
 * @param holders whose certificates
 * @param points the distribution points of which a certificate has to name one, as hexadecimal DER;
 *     empty if it need not name any
 */
public record ListScope(Holders holders, Set<String> points) {
  /** Every certificate of the issuer. */
  public static final ListScope EVERYTHING = new ListScope(Holders.ALL, Set.of());

  /** Whose certificates a list is for. */
  public enum Holders {
    ALL("all certificates"),
    /** {@code onlyContainsUserCerts}: of those who are no authorities. */
    USERS("users' certificates"),
    /** {@code onlyContainsCACerts}. */
    ISSUERS("certificates of authorities");

    private final String text;

    Holders(String text) {
      this.text = text;
    }
  }

  public ListScope {
    points = Set.copyOf(points);
  }

  /** Whether it is for that certificate of the list's issuer (RFC 5280 §6.3.3, b, 2). */
  public boolean covers(X509Certificate certificate) {
    boolean isIssuer = certificate.getBasicConstraints() >= 0;
    boolean holder =
        switch (holders) {
          case ALL -> true;
          case USERS -> !isIssuer;
          case ISSUERS -> isIssuer;
        };
    return holder
        && (points.isEmpty() || PointNames.of(certificate).stream().anyMatch(points::contains));
  }

  /** Whether it is for all certificates that another one is for. */
  public boolean includes(ListScope other) {
    return (holders == Holders.ALL || holders == other.holders)
        && (points.isEmpty() || (!other.points.isEmpty() && points.containsAll(other.points)));
  }

  /** The same text for equal scopes, and for these alone. */
  public String key() {
    return holders.name() + " " + String.join(",", new TreeSet<>(points));
  }

  /** What it is for, for people to read. */
  public String text() {
    if (points.isEmpty()) {
      return holders.text;
    }
    Set<String> names = points.stream().map(PointNames::text).collect(Collectors.toSet());
    return holders.text + " that name " + String.join(" or ", new TreeSet<>(names));
  }
}
