package org.securechat.server.ledger;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A certificate that lines name by its hash. */
@Entity
@Table(name = "certificate_record")
@Cacheable(false)
class CertificateRecord {
  @Id private String sha256;
  private byte[] der;

  protected CertificateRecord() {}

  CertificateRecord(SenderCertificate certificate) {
    this.sha256 = certificate.sha256();
    this.der = certificate.der();
  }

  byte[] der() {
    return der;
  }
}
