package org.securechat.server.admin.certificate;

import java.util.Optional;

/**
 * Which certificates are wanted.
 *
 * @param after the last hash of the previous page, or the empty string
 * @param limit at most that many, at least 1
 * @param text part of the subject or issuer, the beginning of the hash, or the serial number
 * @param revoked only those that are revoked, or only the others
 */
public record CertificateSearch(
    String after, int limit, Optional<String> text, Optional<Boolean> revoked) {

  boolean wants(CertificateInfo certificate) {
    return text.map(certificate::mentions).orElse(true)
        && revoked.map(wanted -> wanted == certificate.isRevoked()).orElse(true);
  }
}
