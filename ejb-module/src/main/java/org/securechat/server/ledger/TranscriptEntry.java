package org.securechat.server.ledger;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import java.util.UUID;

/** A row of the transcript. Never cached: what counts is what the database holds. */
@Entity
@Table(name = "transcript_entry")
@IdClass(TranscriptEntry.Key.class)
@Cacheable(false)
class TranscriptEntry {
  @Id
  @Column(name = "room_id")
  private String roomId;

  /** POSITION is a word of the query language. */
  @Id
  @Column(name = "position")
  private long number;

  @Column(name = "received_at")
  private long receivedAt;

  private String sender;

  @Column(name = "certificate_sha256")
  private String certificateSha256;

  @Column(name = "payload_sha256")
  private String payloadSha256;

  private byte[] signature;

  private String chain;

  private byte[] payload;

  @Column(name = "erased_by")
  private Long erasedBy;

  protected TranscriptEntry() {}

  TranscriptEntry(LedgerEntry entry) {
    this.roomId = entry.roomId().toString();
    this.number = entry.position();
    this.receivedAt = entry.receivedAtMillis();
    this.sender = entry.line().sender();
    this.certificateSha256 = entry.line().certificateSha256();
    this.payloadSha256 = entry.line().payloadSha256();
    this.signature = entry.signature();
    this.chain = entry.chain();
    this.payload = entry.payload();
  }

  /** A row as it was read by other means than the persistence unit. */
  TranscriptEntry(
      String roomId,
      long number,
      long receivedAt,
      String sender,
      String certificateSha256,
      String payloadSha256,
      byte[] signature,
      String chain,
      byte[] payload,
      Long erasedBy) {
    this.roomId = roomId;
    this.number = number;
    this.receivedAt = receivedAt;
    this.sender = sender;
    this.certificateSha256 = certificateSha256;
    this.payloadSha256 = payloadSha256;
    this.signature = signature;
    this.chain = chain;
    this.payload = payload;
    this.erasedBy = erasedBy;
  }

  UUID roomId() {
    return UUID.fromString(roomId);
  }

  /**
   * @throws IllegalArgumentException if the row holds what no line can
   */
  LedgerEntry entry() {
    return LedgerEntry.stored(
        UUID.fromString(roomId),
        number,
        receivedAt,
        sender,
        certificateSha256,
        payloadSha256,
        signature,
        chain,
        payload,
        erasedBy == null ? 0 : erasedBy);
  }

  /** The composite key of the table. */
  public static class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    String roomId;
    long number;

    public Key() {}

    Key(String roomId, long number) {
      this.roomId = roomId;
      this.number = number;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key that && that.number == number && that.roomId.equals(roomId);
    }

    @Override
    public int hashCode() {
      return Objects.hash(roomId, number);
    }
  }
}
