package org.securechat.server.room;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.application.Visibility;

/** A room. Its id, not its name, is what its transcript hangs on. */
@Entity
@Table(name = "room")
public class Room {
  @Id
  @Column(name = "id")
  private String id;

  @Column(name = "name")
  private String name;

  @Column(name = "visibility")
  private String visibility;

  @Column(name = "created_by")
  private String createdBy;

  @Column(name = "created_at")
  private long createdAt;

  @Column(name = "archived_at")
  private Long archivedAt;

  /** Null is the server's default, 0 is for ever. */
  @Column(name = "retention_days")
  private Integer retentionDays;

  @Column(name = "held_at")
  private Long heldAt;

  @Column(name = "held_by")
  private String heldBy;

  @Column(name = "hold_reason")
  private String holdReason;

  @Version
  @Column(name = "version")
  private long version;

  /** For JPA. */
  protected Room() {}

  Room(UUID id, String name, Visibility visibility, UUID createdBy, Instant now) {
    this.id = id.toString();
    this.name = Objects.requireNonNull(name);
    this.visibility = visibility.wireName();
    this.createdBy = createdBy == null ? null : createdBy.toString();
    this.createdAt = now.toEpochMilli();
  }

  public UUID id() {
    return UUID.fromString(id);
  }

  public String name() {
    return name;
  }

  public Visibility visibility() {
    return Visibility.of(visibility).orElseThrow();
  }

  /**
   * The creator's user id; empty for a room that the server made for a person without an account.
   */
  public Optional<UUID> createdBy() {
    return Optional.ofNullable(createdBy).map(UUID::fromString);
  }

  public Instant createdAt() {
    return Instant.ofEpochMilli(createdAt);
  }

  /** Closed to new messages; its members may still read it. */
  public boolean isArchived() {
    return archivedAt != null;
  }

  public Optional<Instant> archivedAt() {
    return Optional.ofNullable(archivedAt).map(Instant::ofEpochMilli);
  }

  void archive(Instant now) {
    this.archivedAt = now.toEpochMilli();
  }

  void reopen() {
    this.archivedAt = null;
  }

  /** The room's own rule; without one the server's default holds. */
  public Optional<Retention> retention() {
    return Optional.ofNullable(retentionDays).map(Retention::new);
  }

  public void retain(Optional<Retention> retention) {
    this.retentionDays = retention.map(Retention::days).orElse(null);
  }

  /** The legal hold, while there is one: nothing of the room may be erased. */
  public Optional<LegalHold> hold() {
    return heldAt == null
        ? Optional.empty()
        : Optional.of(new LegalHold(Instant.ofEpochMilli(heldAt), heldBy, holdReason));
  }

  public void hold(LegalHold hold) {
    this.heldAt = hold.since().toEpochMilli();
    this.heldBy = hold.by();
    this.holdReason = hold.reason();
  }

  public void release() {
    this.heldAt = null;
    this.heldBy = null;
    this.holdReason = null;
  }

  /** Rises with every change of the room, but not of its members or its transcript. */
  public long version() {
    return version;
  }

  @Override
  public String toString() {
    return "Room[" + id + "]";
  }
}
