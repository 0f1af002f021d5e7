package org.securechat.protocol.identity;

import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.securechat.protocol.crypto.SignatureScheme;
import org.securechat.protocol.identity.key.KeyNames;
import org.securechat.protocol.wire.Limits;

/**
 * A certificate chain and the private key that goes with its leaf. Immutable and thread-safe.
 *
 * <p>The key does not leave this class; it only signs.
 */
public final class Credentials {
  private final List<X509Certificate> chain;
  private final List<byte[]> encodedChain;
  private final PrivateKey key;
  private final SignatureScheme scheme;

  /**
   * Credentials that have been tried once.
   *
   * @param chain leaf first, at most {@link Limits#MAX_CHAIN_CERTIFICATES}
   * @throws IllegalArgumentException if the chain is empty or too long, the leaf's key is of a kind
   *     that the protocol does not know, or the private key is not the leaf's
   */
  public Credentials(List<X509Certificate> chain, PrivateKey key) {
    if (chain.isEmpty() || chain.size() > Limits.MAX_CHAIN_CERTIFICATES) {
      throw new IllegalArgumentException("a chain has 1 to " + Limits.MAX_CHAIN_CERTIFICATES);
    }
    this.chain = List.copyOf(chain);
    this.encodedChain = encode(this.chain);
    this.key = key;
    this.scheme =
        SignatureScheme.forKey(leaf().getPublicKey())
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "the certificate's key is of the kind "
                        + KeyNames.of(leaf().getPublicKey())
                        + ", which is not supported"));
    if (!fits()) {
      throw new IllegalArgumentException("the private key is not the certificate's");
    }
  }

  /** Whether the key signs what the certificate verifies; a key of another kind does not sign. */
  private boolean fits() {
    byte[] trial = {1};
    try {
      return scheme.verify(leaf().getPublicKey(), trial, sign(trial));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The certificate of the key. */
  public X509Certificate leaf() {
    return chain.get(0);
  }

  /** The chain, leaf first. */
  public List<X509Certificate> chain() {
    return chain;
  }

  /** The DER encodings of {@link #chain}. */
  public List<byte[]> encodedChain() {
    return encodedChain.stream().map(byte[]::clone).toList();
  }

  /** How the key signs. */
  public SignatureScheme scheme() {
    return scheme;
  }

  /** Signs bytes by {@link #scheme}. */
  public byte[] sign(byte[] data) {
    return scheme.sign(key, data);
  }

  /** The private key, for protocols that sign in another form. Do not store it. */
  public PrivateKey privateKey() {
    return key;
  }

  @Override
  public String toString() {
    return "Credentials[" + leaf().getSubjectX500Principal() + ", " + scheme.wireName() + "]";
  }

  private static List<byte[]> encode(List<X509Certificate> chain) {
    List<byte[]> encoded = new ArrayList<>();
    try {
      for (X509Certificate certificate : chain) {
        encoded.add(certificate.getEncoded());
      }
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate has no encoding", e);
    }
    return List.copyOf(encoded);
  }
}
