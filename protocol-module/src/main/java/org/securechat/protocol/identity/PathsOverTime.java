package org.securechat.protocol.identity;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.securechat.protocol.wire.ProtocolException;

/**
 * The ways from one certificate to an authority, at any time, revocation aside. They change only
 * where a certificate begins or ends, so that they are looked for once for each time in between.
 * Confined to one thread.
 */
public final class PathsOverTime {
  private final X509Certificate leaf;
  private final PathSearch.Issuers issuers;
  private final CertificateRules rules;
  private final Purpose purpose;
  private final TreeSet<Instant> turns = new TreeSet<>(Set.of(Instant.MIN));
  private final Map<Instant, Found> known = new HashMap<>();

  /**
   * @param issuers who may stand between it and an authority; must not change
   * @param purpose what for it has to be acceptable
   */
  public PathsOverTime(
      X509Certificate leaf,
      PathSearch.Issuers issuers,
      Collection<X509Certificate> authorities,
      Purpose purpose) {
    this.leaf = leaf;
    this.issuers = issuers;
    this.purpose = purpose;
    this.rules =
        new CertificateRules(
            authorities, RevocationSource.none(), RevocationPolicy.ALLOW, Clock.systemUTC());
    authorities.forEach(this::turn);
    Set<X509Certificate> seen = new HashSet<>();
    Deque<X509Certificate> open = new ArrayDeque<>(List.of(leaf));
    while (!open.isEmpty()) {
      X509Certificate next = open.remove();
      if (seen.add(next)) {
        turn(next);
        open.addAll(issuers.of(next));
      }
    }
  }

  private void turn(X509Certificate certificate) {
    turns.add(certificate.getNotBefore().toInstant());
    turns.add(certificate.getNotAfter().toInstant().plusMillis(1));
  }

  /**
   * The ways by which it is accepted at that time, at least one.
   *
   * @throws ProtocolException if there is none
   */
  public List<PeerIdentity> at(Instant time) throws ProtocolException {
    Found found = known.computeIfAbsent(span(time), _ -> search(time));
    if (found.fault() != null) {
      throw found.fault();
    }
    return found.paths();
  }

  /** Equal for times between which nothing begins or ends. */
  Instant span(Instant time) {
    return turns.floor(time);
  }

  private Found search(Instant time) {
    CertificateRules then = rules.at(Clock.fixed(time, ZoneOffset.UTC));
    try {
      return new Found(PathSearch.paths(leaf, issuers, chain -> then.verify(chain, purpose)), null);
    } catch (ProtocolException e) {
      return new Found(List.of(), e);
    }
  }

  /**
   * What a search ended with.
   *
   * @param fault null if there are paths
   */
  private record Found(List<PeerIdentity> paths, ProtocolException fault) {}
}
