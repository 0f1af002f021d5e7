package org.securechat.server.ledger;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.securechat.server.ledger.RoomTailCache.RoomTail;

/** A row with the end of a room's chain and its last signed head. */
@Entity
@Table(name = "room_head")
@Cacheable(false)
class RoomHead {
  @Id
  @Column(name = "room_id")
  private String roomId;

  /** POSITION is a word of the query language. */
  @Column(name = "position")
  private long number;

  private String chain;

  @Column(name = "received_at")
  private long receivedAt;

  @Column(name = "signed_position")
  private long signedPosition;

  @Column(name = "signed_chain")
  private String signedChain;

  @Column(name = "signed_at")
  private long signedAt;

  @Column(name = "signed_certificate")
  private String signedCertificate;

  @Column(name = "head_signature")
  private byte[] headSignature;

  protected RoomHead() {}

  RoomHead(RoomTail tail, SignedHead signed) {
    this.roomId = tail.roomId().toString();
    this.number = tail.position();
    this.chain = tail.chain();
    this.receivedAt = tail.receivedAt();
    this.signedPosition = signed.position();
    this.signedChain = signed.chain();
    this.signedAt = signed.signedAt();
    this.signedCertificate = signed.certificateSha256();
    this.headSignature = signed.signature();
  }

  long position() {
    return number;
  }

  String chain() {
    return chain;
  }

  long receivedAt() {
    return receivedAt;
  }

  SignedHead signed() {
    return new SignedHead(signedPosition, signedChain, signedAt, signedCertificate, headSignature);
  }
}
