package org.securechat.protocol.identity;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.crypto.SignatureScheme;

/**
 * A peer whose chain was accepted by {@link CertificateRules}. Immutable and thread-safe; equal by
 * its leaf.
 */
public final class PeerIdentity {
  private final List<X509Certificate> chain;
  private final List<X509Certificate> path;
  private final PublicKey key;
  private final SignatureScheme scheme;
  private final String certificateSha256;
  private final CertificateNames names;

  PeerIdentity(
      List<X509Certificate> chain,
      List<X509Certificate> path,
      byte[] encodedLeaf,
      PublicKey key,
      SignatureScheme scheme,
      CertificateNames names) {
    this.chain = List.copyOf(chain);
    this.path = List.copyOf(path);
    this.key = key;
    this.scheme = scheme;
    this.certificateSha256 = Digests.sha256Hex(encodedLeaf);
    this.names = names;
  }

  /** The peer's own certificate. */
  public X509Certificate leaf() {
    return chain.get(0);
  }

  /** The chain as the peer sent it, leaf first. */
  public List<X509Certificate> chain() {
    return chain;
  }

  /** The chain as it was validated, up to and including the configured authority's certificate. */
  public List<X509Certificate> path() {
    return path;
  }

  /** The leaf's key, as an object of the provider that verifies with it. */
  public PublicKey key() {
    return key;
  }

  /** How the peer signs. */
  public SignatureScheme scheme() {
    return scheme;
  }

  /** Whether {@code signature} is the peer's over {@code data}. Never throws. */
  public boolean signed(byte[] data, byte[] signature) {
    return scheme.verify(key, data, signature);
  }

  /** The hex SHA-256 of the leaf's DER encoding. */
  public String certificateSha256() {
    return certificateSha256;
  }

  /**
   * The usernames that the certificate states (PROTOCOL.md §6), in the order of {@link NameKind}; a
   * name that is stated in two ways is there twice.
   */
  public List<StatedName> statedNames() {
    return names.users();
  }

  /** As {@link #statedNames()}, without those of a kind that does not count. */
  public List<StatedName> statedNames(Set<NameKind> counting) {
    return names.users().stream().filter(name -> counting.contains(name.kind())).toList();
  }

  /** Whether the certificate states this username, by any kind of name. */
  public boolean names(String username) {
    return kindOf(username).isPresent();
  }

  /** Whether the certificate states this username by one of these kinds. */
  public boolean names(String username, Set<NameKind> counting) {
    Objects.requireNonNull(username, "username");
    return statedNames(counting).stream().anyMatch(stated -> stated.name().equals(username));
  }

  /** By which kind of name the certificate states this username, if it does. */
  public Optional<NameKind> kindOf(String username) {
    Objects.requireNonNull(username, "username");
    return names.users().stream()
        .filter(stated -> stated.name().equals(username))
        .map(StatedName::kind)
        .findFirst();
  }

  /**
   * Whether the certificate states that it is a server's, by the name that the server gives itself
   * in receipts (PROTOCOL.md §6).
   */
  public boolean namesServer(String server) {
    return ServerNames.states(names, server);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PeerIdentity peer && certificateSha256.equals(peer.certificateSha256);
  }

  @Override
  public int hashCode() {
    return certificateSha256.hashCode();
  }

  @Override
  public String toString() {
    return "PeerIdentity[" + leaf().getSubjectX500Principal() + ", " + certificateSha256 + "]";
  }
}
