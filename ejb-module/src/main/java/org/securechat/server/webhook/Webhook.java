package org.securechat.server.webhook;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A way into a room. Of its token there is a hash alone. */
@Entity
@Table(name = "webhook")
public class Webhook {
  @Id
  @Column(name = "id")
  private String id;

  @Column(name = "token_sha256")
  private String tokenSha256;

  @Column(name = "room_id")
  private String roomId;

  @Column(name = "name")
  private String name;

  @Column(name = "made_by")
  private String madeBy;

  @Column(name = "created_at")
  private long createdAt;

  @Column(name = "expires_at")
  private long expiresAt;

  @Column(name = "a_minute")
  private int aMinute;

  /** For JPA. */
  protected Webhook() {}

  Webhook(WebhookToken token, UUID roomId, NewWebhook wanted, String madeBy, Instant now) {
    this.id = UUID.randomUUID().toString();
    this.tokenSha256 = token.sha256();
    this.roomId = roomId.toString();
    this.name = wanted.name();
    this.madeBy = madeBy;
    this.createdAt = now.toEpochMilli();
    this.expiresAt = wanted.expiresAt().toEpochMilli();
    this.aMinute = wanted.aMinute();
  }

  /** What names it to administrators. */
  public UUID id() {
    return UUID.fromString(id);
  }

  /** The room it leads to. */
  public UUID roomId() {
    return UUID.fromString(roomId);
  }

  /** What stands in its lines. */
  public String name() {
    return name;
  }

  /** The administrator who made it. */
  public String madeBy() {
    return madeBy;
  }

  public Instant createdAt() {
    return Instant.ofEpochMilli(createdAt);
  }

  /** From then on it takes nothing. */
  public Instant expiresAt() {
    return Instant.ofEpochMilli(expiresAt);
  }

  /** How many lines it takes in a minute. */
  public int aMinute() {
    return aMinute;
  }

  @Override
  public String toString() {
    return "Webhook[" + id + "]";
  }
}
