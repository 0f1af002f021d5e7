package org.securechat.server.certificate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.securechat.protocol.crypto.Digests;

/** The newest revocation list of an authority that an administrator has uploaded. */
@Entity
@Table(name = "uploaded_crl")
public class UploadedCrl {
  @Id
  @Column(name = "authority_sha256")
  private String authoritySha256;

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

  public UploadedCrl(String authoritySha256, byte[] der, String by, Instant at) {
    this.authoritySha256 = authoritySha256;
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

  public String authoritySha256() {
    return authoritySha256;
  }

  String sha256() {
    return sha256;
  }

  public byte[] der() {
    return der;
  }
}
