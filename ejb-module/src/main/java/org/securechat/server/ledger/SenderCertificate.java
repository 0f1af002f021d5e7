package org.securechat.server.ledger;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.identity.NameBytes;
import org.securechat.protocol.identity.PeerIdentity;

/**
 * The certificate that signed a line, and those between it and the authority: made once for a
 * session, used for each of its messages. Immutable.
 */
public final class SenderCertificate {
  static final int MAX_LENGTH = 16_384;

  private final String sha256;
  private final byte[] der;
  private final String issuesAs;
  private final List<SenderCertificate> issuers;

  private SenderCertificate(byte[] der, String issuesAs, List<SenderCertificate> issuers) {
    if (der.length > MAX_LENGTH) {
      throw new IllegalArgumentException("certificate of " + der.length + " bytes");
    }
    this.sha256 = Digests.sha256Hex(der);
    this.der = der;
    this.issuesAs = issuesAs;
    this.issuers = List.copyOf(issuers);
  }

  public static SenderCertificate of(byte[] der) {
    return new SenderCertificate(der.clone(), null, List.of());
  }

  public static SenderCertificate of(X509Certificate certificate) {
    return of(List.of(certificate));
  }

  /** Of an accepted peer, with the issuers of its path but the configured authority. */
  public static SenderCertificate of(PeerIdentity peer) {
    return of(peer.path().subList(0, peer.path().size() - 1));
  }

  /** The first of a chain, with those behind it. */
  public static SenderCertificate of(List<X509Certificate> chain) {
    List<SenderCertificate> issuers =
        chain.subList(1, chain.size()).stream()
            .map(issuer ->
                new SenderCertificate(encoded(issuer), NameBytes.subject(issuer), List.of()))
            .toList();
    return new SenderCertificate(encoded(chain.get(0)), null, issuers);
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate without an encoding", e);
    }
  }

  /** The SHA-256 of the DER encoding, lower-case hex: how a line names it. */
  public String sha256() {
    return sha256;
  }

  public byte[] der() {
    return der.clone();
  }

  /** Under which name it issues others, as {@link NameBytes#subject}; empty for a signer's. */
  Optional<String> issuesAs() {
    return Optional.ofNullable(issuesAs);
  }

  /** Whether authorities below the configured ones stand between it and them. */
  public boolean hasIssuers() {
    return !issuers.isEmpty();
  }

  /** Those between it and the authority. */
  List<SenderCertificate> issuers() {
    return issuers;
  }

  @Override
  public String toString() {
    return "SenderCertificate[" + sha256 + "]";
  }
}
