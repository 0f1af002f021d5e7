package org.securechat.server.receipt;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
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
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.CompleteList;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.Revocation;
import org.securechat.server.handshake.ServerIdentity;

/**
 * The complete revocation lists by which this server judges certificates, as receipts name them,
 * and for a while those that it has named of late: whoever gets a receipt can fetch them.
 * Thread-safe.
 */
@ApplicationScoped
public class JudgedLists {
  private static final int MOST_ISSUERS = 256;
  private static final long MOST_BYTES = 64L << 20;

  private final Revocation revocation;
  private final ServerIdentity identity;
  private final Set<X509Certificate> issuers = new LinkedHashSet<>();
  private final Map<String, byte[]> named = new LinkedHashMap<>();
  private IdentityHashMap<X509CRL, Encoded> encoded = new IdentityHashMap<>();

  /** For the container's proxy. */
  public JudgedLists() {
    this(null, null);
  }

  @Inject
  public JudgedLists(Revocation revocation, ServerIdentity identity) {
    this.revocation = revocation;
    this.identity = identity;
  }

  /** Notes who has issued certificates that this server has accepted. */
  public synchronized void accepted(PeerIdentity peer) {
    List<X509Certificate> path = peer.path();
    for (X509Certificate issuer : path.subList(1, path.size())) {
      if (issuers.size() < MOST_ISSUERS) {
        issuers.add(issuer);
      }
    }
  }

  /**
   * The lists now, at most {@link Receipt#MAX_LISTS}.
   *
   * @param own the chain of the receipt key
   * @param certificates finds a user's certificate (DER) by its SHA-256
   */
  synchronized Judged current(
      List<X509Certificate> own, Function<String, Optional<byte[]>> certificates) {
    Set<X509Certificate> all = new LinkedHashSet<>(identity.authorities());
    all.addAll(own.subList(1, own.size()));
    all.addAll(issuers);
    IdentityHashMap<X509CRL, Encoded> now = new IdentityHashMap<>();
    SortedMap<String, X509CRL> lists = new TreeMap<>();
    for (X509Certificate issuer : all) {
      for (X509CRL list : listsOf(issuer)) {
        Encoded der = now.computeIfAbsent(list, this::encode);
        if (der.complete()
            && lists.size() < Receipt.MAX_LISTS
            && lists.putIfAbsent(der.sha256(), list) == null) {
          remember(der);
        }
      }
    }
    encoded = now;
    return new Judged(
        List.copyOf(lists.keySet()),
        new RevokedSince(lists.values(), identity.authorities(), issuers, certificates));
  }

  /**
   * What one receipt says of revocation.
   *
   * @param hashes SHA-256 of the lists, rising
   */
  record Judged(List<String> hashes, RevokedSince revoked) {}

  private List<X509CRL> listsOf(X509Certificate issuer) {
    return revocation.lists().crlsFor(issuer).stream()
        .filter(list -> list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal()))
        .toList();
  }

  /** Sources give the same objects as long as nothing has changed. */
  private Encoded encode(X509CRL list) {
    Encoded known = encoded.get(list);
    if (known != null) {
      return known;
    }
    try {
      byte[] der = list.getEncoded();
      return new Encoded(Digests.sha256Hex(der), der, CompleteList.is(list));
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
  private record Encoded(String sha256, byte[] der, boolean complete) {}
}
