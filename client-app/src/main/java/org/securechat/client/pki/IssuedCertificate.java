package org.securechat.client.pki;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One certificate as the authority's index remembers it.
 *
 * @param serial lower-case hex without leading zeros, as {@code openssl x509 -serial} prints it in
 *     upper case
 * @param kind what it is for
 * @param name the name it was issued to
 * @param notBefore start of validity
 * @param notAfter end of validity
 * @param sha256 hex SHA-256 of the DER encoding
 * @param revocation when and why it was withdrawn, if it was
 */
public record IssuedCertificate(
    String serial,
    CertificateKind kind,
    String name,
    Instant notBefore,
    Instant notAfter,
    String sha256,
    Optional<Revocation> revocation) {

  /** Rejects missing parts. */
  public IssuedCertificate {
    Objects.requireNonNull(serial);
    Objects.requireNonNull(kind);
    Objects.requireNonNull(name);
    Objects.requireNonNull(notBefore);
    Objects.requireNonNull(notAfter);
    Objects.requireNonNull(sha256);
    Objects.requireNonNull(revocation);
  }

  /** When and why a certificate was withdrawn. */
  public record Revocation(Instant at, CrlReason reason) {}

  /** {@code valid}, {@code expired}, {@code revoked} or {@code future} at that time. */
  public String status(Instant now) {
    if (revocation.isPresent()) {
      return "revoked";
    }
    if (now.isAfter(notAfter)) {
      return "expired";
    }
    return now.isBefore(notBefore) ? "future" : "valid";
  }

  IssuedCertificate revoked(Instant at, CrlReason reason) {
    return new IssuedCertificate(
        serial, kind, name, notBefore, notAfter, sha256, Optional.of(new Revocation(at, reason)));
  }
}
