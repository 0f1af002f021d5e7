package org.securechat.server.admin.certificate;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.securechat.server.certificate.CertificateKey;
import org.securechat.server.certificate.Revoked;

/**
 * A certificate that this server has seen, as an administrator wants to see it.
 *
 * @param sha256 of its DER encoding, 64 hex digits
 * @param subject whose it is (RFC 2253)
 * @param issuer who has issued it
 * @param serial its serial number, hex
 * @param notBefore from when it is valid
 * @param notAfter until when it is valid
 * @param listed whether a list of a configured authority names it
 * @param revoked what an administrator has said when revoking it here
 * @param openSessions how many sessions with it are open on this node
 * @param der its encoding
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record CertificateInfo(
    String sha256,
    String subject,
    String issuer,
    String serial,
    Instant notBefore,
    Instant notAfter,
    boolean listed,
    Optional<Revoked> revoked,
    int openSessions,
    byte[] der) {

  static CertificateInfo of(
      X509Certificate certificate,
      byte[] der,
      boolean listed,
      Optional<Revoked> revoked,
      int openSessions) {
    CertificateKey key = CertificateKey.of(certificate);
    return new CertificateInfo(
        key.sha256(),
        certificate.getSubjectX500Principal().getName(),
        certificate.getIssuerX500Principal().getName(),
        key.serial(),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        listed,
        revoked,
        openSessions,
        der);
  }

  /** 0 until it is revoked here, 1 from then on: the one change there is. */
  public long version() {
    return revoked.isPresent() ? 1 : 0;
  }

  /** Whether it is listed or was revoked here. */
  public boolean isRevoked() {
    return listed || revoked.isPresent();
  }

  boolean mentions(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return subject.toLowerCase(Locale.ROOT).contains(wanted)
        || issuer.toLowerCase(Locale.ROOT).contains(wanted)
        || sha256.startsWith(wanted)
        || serial.equals(wanted);
  }

  @Override
  public String toString() {
    return "CertificateInfo[" + subject + ", " + sha256 + "]";
  }
}
