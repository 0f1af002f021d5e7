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
import java.util.function.Function;
import java.util.stream.Collectors;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.identity.DerCertificate;
import org.securechat.protocol.identity.Revocation;
import org.securechat.protocol.identity.RevocationLists;
import org.securechat.server.handshake.ServerIdentity;
import org.securechat.server.ledger.TranscriptLedger;

/**
 * The complete revocation lists by which this server judges certificates, as receipts name them,
 * and for a while those that they have named of late: whoever gets a receipt can fetch them.
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
   * The lists now, for one receipt.
   *
   * @param own the chain of the receipt key
   * @param certificates finds a certificate (DER) that the record names by its SHA-256
   */
  ListChoice current(List<X509Certificate> own, Function<String, Optional<byte[]>> certificates) {
    // Asks the database, so that the lock is taken afterwards.
    Set<X509Certificate> issuers = new LinkedHashSet<>(own.subList(1, own.size()));
    for (byte[] der : ledger.issuers()) {
      DerCertificate.parse(der).ifPresent(issuers::add);
    }
    return new ListChoice(
        ranked(issuers), identity.authorities(), issuers, certificates, this::remember);
  }

  /** All lists: the newest of each issuer for the same certificates, then the one before it. */
  private synchronized List<ListChoice.Ranked> ranked(Set<X509Certificate> below) {
    Set<X509Certificate> issuers = new LinkedHashSet<>(identity.authorities());
    issuers.addAll(below);
    List<Part> parts = new ArrayList<>();
    for (X509Certificate issuer : issuers) {
      partsOf(issuer).forEach(lists -> parts.add(new Part(issuer, lists)));
    }
    IdentityHashMap<X509CRL, Encoded> now = new IdentityHashMap<>();
    Map<String, ListChoice.Ranked> found = new LinkedHashMap<>();
    int most = parts.stream().mapToInt(part -> part.lists().size()).max().orElse(0);
    for (int age = 0; age < most; age++) {
      for (Part part : parts) {
        if (age < part.lists().size()) {
          X509CRL list = part.lists().get(age);
          Encoded der = now.computeIfAbsent(list, this::encode);
          found
              .computeIfAbsent(
                  der.sha256(),
                  sha256 -> new ListChoice.Ranked(sha256, list, new LinkedHashSet<>()))
              .issuers()
              .add(part.issuer());
        }
      }
    }
    encoded = now;
    return List.copyOf(found.values());
  }

  /** An issuer's lists for the same certificates, the newest first. */
  private record Part(X509Certificate issuer, List<X509CRL> lists) {}

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

  private synchronized void remember(Collection<String> hashes) {
    for (Encoded list : encoded.values()) {
      if (hashes.contains(list.sha256())) {
        named.remove(list.sha256());
        named.put(list.sha256(), list.der());
      }
    }
    long bytes = named.values().stream().mapToLong(der -> der.length).sum();
    for (String oldest : new ArrayList<>(named.keySet())) {
      if (bytes <= MOST_BYTES) {
        return;
      }
      bytes -= named.remove(oldest).length;
    }
  }

  /** A list that a receipt has named of late, or names now, DER; not to be changed. */
  public synchronized Optional<byte[]> find(String sha256) {
    return Optional.ofNullable(named.get(sha256))
        .or(() ->
            encoded.values().stream()
                .filter(list -> list.sha256().equals(sha256))
                .map(Encoded::der)
                .findAny());
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Encoded(String sha256, byte[] der) {}
}
