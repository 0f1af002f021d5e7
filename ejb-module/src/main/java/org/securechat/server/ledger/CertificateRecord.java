package org.securechat.server.ledger;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A certificate that lines name by its hash, or one that has issued such a certificate. */
@Entity
@Table(name = "certificate_record")
@Cacheable(false)
class CertificateRecord {
  @Id private String sha256;
  private byte[] der;

  @Column(name = "issues_as")
  private String issuesAs;

  protected CertificateRecord() {}

  CertificateRecord(SenderCertificate certificate) {
    this.sha256 = certificate.sha256();
    this.der = certificate.der();
    this.issuesAs = certificate.issuesAs().orElse(null);
  }

  byte[] der() {
    return der;
  }
}
