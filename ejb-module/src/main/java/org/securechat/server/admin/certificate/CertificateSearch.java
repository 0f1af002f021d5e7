package org.securechat.server.admin.certificate;

import java.time.Instant;
import java.util.Optional;

/**
 * Which certificates are wanted.
 *
 * @param after the last hash of the previous page, or the empty string
 * @param limit at most that many, at least 1
 * @param text part of the subject or issuer, the beginning of the hash, or the serial number
 * @param revoked only those that are revoked, or only the others
 * @param endsFrom only those whose validity ends then or later
 * @param endsBefore only those whose validity ends before that
 */
public record CertificateSearch(
    String after,
    int limit,
    Optional<String> text,
    Optional<Boolean> revoked,
    Optional<Instant> endsFrom,
    Optional<Instant> endsBefore) {

  boolean wants(CertificateInfo certificate) {
    return text.map(certificate::mentions).orElse(true)
        && revoked.map(wanted -> wanted == certificate.isRevoked()).orElse(true)
        && endsFrom.map(from -> !certificate.notAfter().isBefore(from)).orElse(true)
        && endsBefore.map(certificate.notAfter()::isBefore).orElse(true);
  }
}
