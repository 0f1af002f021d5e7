package org.securechat.server.receipt;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.securechat.protocol.evidence.Receipt;

/** A receipt as it was handed out. */
@Entity
@Table(name = "issued_receipt")
@Cacheable(false)
class IssuedReceipt {
  @Id private String sha256;

  @Column(name = "room_id")
  private String roomId;

  private String username;
  private String session;

  @Column(name = "first_position")
  private long first;

  @Column(name = "last_position")
  private long last;

  @Column(name = "issued_at")
  private long issuedAt;

  private byte[] receipt;
  private byte[] signature;

  @Column(name = "countersigned_at")
  private Long countersignedAt;

  @Column(name = "countersigned_by")
  private String countersignedBy;

  private byte[] countersignature;

  protected IssuedReceipt() {}

  IssuedReceipt(Receipt content, SignedReceipt signed, long issuedAt) {
    this.sha256 = signed.sha256();
    this.roomId = content.roomId();
    this.username = content.user();
    this.session = content.session();
    this.first = content.first();
    this.last = content.last();
    this.issuedAt = issuedAt;
    this.receipt = signed.json();
    this.signature = signed.p7s();
  }

  String sha256() {
    return sha256;
  }

  boolean isFor(String user) {
    return username.equals(user);
  }

  /** Exactly the bytes that were handed out. */
  byte[] receipt() {
    return receipt;
  }

  boolean isCountersigned() {
    return countersignedAt != null;
  }

  byte[] countersignature() {
    return countersignature;
  }

  String countersignedBy() {
    return countersignedBy;
  }

  /** The first one stays: a signature that somebody gave cannot be replaced by another. */
  void countersign(String certificateSha256, byte[] signature, long now) {
    if (!isCountersigned()) {
      this.countersignedAt = now;
      this.countersignedBy = certificateSha256;
      this.countersignature = signature;
    }
  }
}
