package org.securechat.protocol.identity;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
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

  /** Everything that names a user: CN, rfc822Names whole, and NAME of securechat:user:NAME. */
  public Set<String> userNames() {
    return names.userNames();
  }

  /**
   * Whether the certificate may act for an account. If it carries URIs {@code
   * securechat:user:NAME}, one of them has to be the account's; otherwise its CN has to be the user
   * name, or one of its rfc822Names the e-mail address (compared without case).
   *
   * @param email null for an account without one
   */
  public boolean names(String username, String email) {
    return names.names(Objects.requireNonNull(username, "username"), email);
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
