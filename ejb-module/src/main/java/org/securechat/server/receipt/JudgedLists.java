package org.securechat.server.receipt;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.identity.DerCertificate;
import org.securechat.protocol.identity.Revocation;
import org.securechat.protocol.identity.RevocationLists;
import org.securechat.server.handshake.ServerIdentity;
import org.securechat.server.ledger.TranscriptLedger;

/**
 * The complete revocation lists by which this server judges certificates, as receipts name them,
 * and for a while those that it has named of late: whoever gets a receipt can fetch them.
 * Thread-safe.
 */
@ApplicationScoped
public class JudgedLists {
  private static final long MOST_BYTES = 64L << 20;

  private final Revocation revocation;
  private final ServerIdentity identity;
  private final TranscriptLedger ledger;
  private final Map<String, byte[]> named = new LinkedHashMap<>();
  private IdentityHashMap<X509CRL, Encoded> encoded = new IdentityHashMap<>();

  /** For the container's proxy. */
  public JudgedLists() {
    this(null, null, null);
  }

  @Inject
  public JudgedLists(Revocation revocation, ServerIdentity identity, TranscriptLedger ledger) {
    this.revocation = revocation;
    this.identity = identity;
    this.ledger = ledger;
  }

  /**
   * The lists now, at most {@link Receipt#MAX_LISTS}: the newest of each authority in an accepted
   * chain for the same certificates, and older ones as far as there is room.
   *
   * @param own the chain of the receipt key
   * @param certificates finds a user's certificate (DER) by its SHA-256
   */
  Judged current(List<X509Certificate> own, Function<String, Optional<byte[]>> certificates) {
    // Asks the database, so that the lock is taken afterwards.
    Set<X509Certificate> issuers = new LinkedHashSet<>(own.subList(1, own.size()));
    for (byte[] der : ledger.issuers()) {
      DerCertificate.parse(der).ifPresent(issuers::add);
    }
    Set<X509Certificate> all = new LinkedHashSet<>(identity.authorities());
    all.addAll(issuers);
    SortedMap<String, X509CRL> lists = current(all);
    return new Judged(
        List.copyOf(lists.keySet()),
        new RevokedSince(lists.values(), identity.authorities(), issuers, certificates));
  }

  private synchronized SortedMap<String, X509CRL> current(Set<X509Certificate> issuers) {
    List<List<X509CRL>> each =
        issuers.stream().flatMap(issuer -> partsOf(issuer).stream()).toList();
    IdentityHashMap<X509CRL, Encoded> now = new IdentityHashMap<>();
    SortedMap<String, X509CRL> found = new TreeMap<>();
    int most = each.stream().mapToInt(List::size).max().orElse(0);
    for (int age = 0; age < most; age++) {
      for (List<X509CRL> lists : each) {
        if (age < lists.size() && found.size() < Receipt.MAX_LISTS) {
          Encoded der = now.computeIfAbsent(lists.get(age), this::encode);
          if (found.putIfAbsent(der.sha256(), lists.get(age)) == null) {
            remember(der);
          }
        }
      }
    }
    encoded = now;
    return found;
  }

  /**
   * What one receipt says of revocation.
   *
   * @param hashes SHA-256 of the lists, rising
   */
  record Judged(List<String> hashes, RevokedSince revoked) {}

  /**
   * Those by which the issuer's certificates are judged, by what they are for, the newest first.
   */
  private Collection<List<X509CRL>> partsOf(X509Certificate issuer) {
    return revocation.lists().crlsFor(issuer).stream()
        .filter(list -> RevocationLists.isAuthentic(list, issuer))
        .sorted(
            (a, b) -> RevocationLists.isOlder(a, b) ? 1 : RevocationLists.isOlder(b, a) ? -1 : 0)
        .collect(Collectors.groupingBy(list -> RevocationLists.form(list).scope()))
        .values();
  }

  /** Sources give the same objects as long as nothing has changed. */
  private Encoded encode(X509CRL list) {
    Encoded known = encoded.get(list);
    if (known != null) {
      return known;
    }
    try {
      byte[] der = list.getEncoded();
      return new Encoded(Digests.sha256Hex(der), der);
    } catch (CRLException e) {
      throw new IllegalStateException("a revocation list has no encoding", e);
    }
  }

  /** The oldest are forgotten when all together are too large. */
  private void remember(Encoded list) {
    named.remove(list.sha256());
    named.put(list.sha256(), list.der());
    long bytes = named.values().stream().mapToLong(der -> der.length).sum();
    for (String oldest : new ArrayList<>(named.keySet())) {
      if (bytes <= MOST_BYTES || oldest.equals(list.sha256())) {
        return;
      }
      bytes -= named.remove(oldest).length;
    }
  }

  /** A list that a receipt has named of late, DER; not to be changed. */
  public synchronized Optional<byte[]> find(String sha256) {
    return Optional.ofNullable(named.get(sha256));
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Encoded(String sha256, byte[] der) {}
}
