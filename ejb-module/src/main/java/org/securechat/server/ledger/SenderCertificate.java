package org.securechat.server.ledger;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import org.securechat.protocol.crypto.Digests;

/**
 * The certificate that signed a line: made once for a session, used for each of its messages.
 * Immutable.
 */
public final class SenderCertificate {
  static final int MAX_LENGTH = 16_384;

  private final String sha256;
  private final byte[] der;

  private SenderCertificate(byte[] der) {
    if (der.length > MAX_LENGTH) {
      throw new IllegalArgumentException("certificate of " + der.length + " bytes");
    }
    this.sha256 = Digests.sha256Hex(der);
    this.der = der;
  }

  public static SenderCertificate of(byte[] der) {
    return new SenderCertificate(der.clone());
  }

  public static SenderCertificate of(X509Certificate certificate) {
    try {
      return new SenderCertificate(certificate.getEncoded());
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

  @Override
  public String toString() {
    return "SenderCertificate[" + sha256 + "]";
  }
}
