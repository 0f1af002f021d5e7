package org.securechat.web.certificate;

import java.time.Clock;
import java.time.Instant;
import org.securechat.server.admin.certificate.CertificateInfo;
import org.securechat.server.certificate.Revoked;

/**
 * A certificate.
 *
 * @param sha256 of its DER encoding
 * @param subject whose it is
 * @param issuer who has issued it
 * @param serial hex
 * @param notBefore from when it is valid
 * @param notAfter until when it is valid
 * @param expired whether that time is over
 * @param revoked whether it may not be used any more
 * @param listed whether a revocation list of a configured authority names it
 * @param revocation what was said when it was revoked here; absent if it was not
 * @param openSessions sessions with it on this node
 */
public record CertificateView(
    String sha256,
    String subject,
    String issuer,
    String serial,
    Instant notBefore,
    Instant notAfter,
    boolean expired,
    boolean revoked,
    boolean listed,
    Revoked revocation,
    int openSessions) {

  static CertificateView of(CertificateInfo certificate, Clock clock) {
    return new CertificateView(
        certificate.sha256(),
        certificate.subject(),
        certificate.issuer(),
        certificate.serial(),
        certificate.notBefore(),
        certificate.notAfter(),
        certificate.notAfter().isBefore(clock.instant()),
        certificate.isRevoked(),
        certificate.listed(),
        certificate.revoked().orElse(null),
        certificate.openSessions());
  }
}
