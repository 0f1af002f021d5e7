package org.securechat.server.certificate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.securechat.protocol.crypto.Digests;

/**
 * The newest revocation list of an authority that an administrator has uploaded. One for all
 * certificates has the hash of the authority's certificate as its slot; lists for some of them, and
 * delta lists, have slots of their own.
 */
@Entity
@Table(name = "uploaded_crl")
public class UploadedCrl {
  @Id
  @Column(name = "slot")
  private String slot;

  @Column(name = "sha256")
  private String sha256;

  @Column(name = "uploaded_at")
  private long uploadedAt;

  @Column(name = "uploaded_by")
  private String uploadedBy;

  @Column(name = "der")
  private byte[] der;

  @Version
  @Column(name = "version")
  private long version;

  protected UploadedCrl() {}

  public UploadedCrl(String slot, byte[] der, String by, Instant at) {
    this.slot = slot;
    this.der = der;
    this.sha256 = Digests.sha256Hex(der);
    this.uploadedBy = by;
    this.uploadedAt = at.toEpochMilli();
  }

  /** Takes over a newer list of the same authority. */
  void replace(UploadedCrl newer) {
    der = newer.der;
    sha256 = newer.sha256;
    uploadedBy = newer.uploadedBy;
    uploadedAt = newer.uploadedAt;
  }

  public String slot() {
    return slot;
  }

  String sha256() {
    return sha256;
  }

  public byte[] der() {
    return der;
  }
}
