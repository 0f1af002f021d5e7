package org.securechat.server.receipt;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.evidence.Receipt;

/** A receipt as it was handed out. */
@Entity
@Table(name = "issued_receipt")
@Cacheable(false)
public class IssuedReceipt {
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

  @Column(name = "countersignature_sig")
  private byte[] countersignatureSignature;

  /** For JPA. */
  protected IssuedReceipt() {}

  IssuedReceipt(SignedReceipt signed, long issuedAt) {
    Receipt content = signed.receipt();
    this.sha256 = signed.sha256();
    this.roomId = content.roomId();
    this.username = content.user();
    this.session = content.channelBinding();
    this.first = content.first();
    this.last = content.last();
    this.issuedAt = issuedAt;
    this.receipt = signed.json();
    this.signature = signed.signature();
  }

  /** Of {@link #receipt}, lower-case hex. */
  public String sha256() {
    return sha256;
  }

  public UUID roomId() {
    return UUID.fromString(roomId);
  }

  /** Whom it was issued to. */
  public String username() {
    return username;
  }

  /** The channel binding of the session in which it was issued, 64 hexadecimal digits. */
  public String channelBinding() {
    return session;
  }

  public long first() {
    return first;
  }

  public long last() {
    return last;
  }

  public Instant issuedAt() {
    return Instant.ofEpochMilli(issuedAt);
  }

  boolean isFor(String user) {
    return username.equals(user);
  }

  /** Exactly the bytes that were handed out. */
  public byte[] receipt() {
    return receipt;
  }

  /** Over exactly these bytes. */
  public byte[] signature() {
    return signature;
  }

  /** When its user signed it, too. */
  public Optional<Instant> countersignedAt() {
    return Optional.ofNullable(countersignedAt).map(Instant::ofEpochMilli);
  }

  boolean isCountersigned() {
    return countersignedAt != null;
  }

  /** The statement that its user signed; null if there is none. */
  public byte[] countersignature() {
    return countersignature;
  }

  /** Over exactly the bytes of {@link #countersignature}; null if there is none. */
  public byte[] countersignatureSignature() {
    return countersignatureSignature;
  }

  /** The SHA-256 of the certificate that countersigned it; null if none has. */
  public String countersignedBy() {
    return countersignedBy;
  }

  /** The first signature stays: no later one can replace it. */
  void countersign(
      String certificateSha256, byte[] statement, byte[] statementSignature, long now) {
    if (!isCountersigned()) {
      this.countersignedAt = now;
      this.countersignedBy = certificateSha256;
      this.countersignature = statement;
      this.countersignatureSignature = statementSignature;
    }
  }
}
