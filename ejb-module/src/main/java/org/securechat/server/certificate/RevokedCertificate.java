package org.securechat.server.certificate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A certificate that an administrator has revoked. Never changed. */
@Entity
@Table(name = "revoked_certificate")
public class RevokedCertificate {
  @Id
  @Column(name = "sha256")
  private String sha256;

  @Column(name = "issuer_sha256")
  private String issuerSha256;

  @Column(name = "serial")
  private String serial;

  @Column(name = "reason")
  private String reason;

  @Column(name = "revoked_at")
  private long revokedAt;

  @Column(name = "revoked_by")
  private String revokedBy;

  @Column(name = "note")
  private String note;

  @Column(name = "der")
  private byte[] der;

  protected RevokedCertificate() {}

  public RevokedCertificate(
      CertificateKey key, byte[] der, RevocationReason reason, String note, String by, Instant at) {
    this.sha256 = key.sha256();
    this.issuerSha256 = key.issuerSha256();
    this.serial = key.serial();
    this.reason = reason.wireName();
    this.revokedAt = at.toEpochMilli();
    this.revokedBy = by;
    this.note = note;
    this.der = der;
  }

  public CertificateKey key() {
    return new CertificateKey(sha256, issuerSha256, serial);
  }

  public byte[] der() {
    return der;
  }

  public Revoked revoked() {
    return new Revoked(reason, note, revokedBy, Instant.ofEpochMilli(revokedAt));
  }
}
