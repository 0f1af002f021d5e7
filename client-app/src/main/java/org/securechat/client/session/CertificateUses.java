package org.securechat.client.session;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.securechat.protocol.identity.PathsOverTime;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.RevocationLists;
import org.securechat.protocol.identity.RevocationSource;
import org.securechat.protocol.identity.RevocationTimes;
import org.securechat.protocol.identity.RevokedUses;
import org.securechat.protocol.wire.ProtocolException;

/**
 * One certificate at the times of its use. Lists are read once for as long as the source has the
 * same. Confined to one thread.
 */
final class CertificateUses {
  private final PathsOverTime paths;
  private final RevocationSource source;
  private List<X509CRL> lists = List.of();
  private RevokedUses revoked;

  CertificateUses(PathsOverTime paths, RevocationSource source) {
    this.paths = paths;
    this.source = source;
    this.revoked = new RevokedUses(paths, new RevocationTimes(lists));
  }

  /** Whose it is, by each path that was valid then. */
  List<PeerIdentity> identities(Instant at) throws ProtocolException {
    return paths.at(at);
  }

  /** PROTOCOL.md §6.5: by the rule of servers and verifiers, whichever path they took. */
  boolean isRevoked(Instant at) throws ProtocolException {
    List<X509CRL> now = new ArrayList<>();
    for (PeerIdentity each : paths.at(at)) {
      collect(each.path(), now);
    }
    if (!areSame(now, lists)) {
      lists = now;
      revoked = new RevokedUses(paths, new RevocationTimes(now));
    }
    return revoked.isRevoked(at);
  }

  private void collect(List<X509Certificate> path, List<X509CRL> all) {
    IntStream.range(0, path.size() - 1)
        .mapToObj(i -> source.crlsFor(path.get(i), path.get(i + 1)))
        .forEach(found -> found.stream().filter(RevocationLists::isComplete).forEach(all::add));
  }

  /** By identity, as sources promise: to compare large lists takes long. */
  @SuppressWarnings("ReferenceEquality") // a source gives the same list until there is another
  private static boolean areSame(List<X509CRL> some, List<X509CRL> others) {
    return some.size() == others.size()
        && IntStream.range(0, some.size()).allMatch(i -> some.get(i) == others.get(i));
  }
}
