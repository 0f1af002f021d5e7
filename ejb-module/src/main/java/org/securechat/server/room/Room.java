package org.securechat.server.room;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Objects;
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

  @Version
  @Column(name = "version")
  private long version;

  /** For JPA. */
  protected Room() {}

  Room(UUID id, String name, Visibility visibility, UUID createdBy, Instant now) {
    this.id = id.toString();
    this.name = Objects.requireNonNull(name);
    this.visibility = visibility.wireName();
    this.createdBy = createdBy.toString();
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

  /** The creator's user id. */
  public UUID createdBy() {
    return UUID.fromString(createdBy);
  }

  public Instant createdAt() {
    return Instant.ofEpochMilli(createdAt);
  }

  /** Closed to new messages; its members may still read it. */
  public boolean isArchived() {
    return archivedAt != null;
  }

  public void archive(Instant now) {
    this.archivedAt = now.toEpochMilli();
  }

  @Override
  public String toString() {
    return "Room[" + id + "]";
  }
}
