package org.securechat.server.room;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Lets one user enter one private room once. */
@Entity
@Table(name = "invitation")
public class Invitation {
  @EmbeddedId private RoomUserKey key;

  @Column(name = "invited_by")
  private String invitedBy;

  @Column(name = "invited_at")
  private long invitedAt;

  @Column(name = "declined_at")
  private Long declinedAt;

  /** For JPA. */
  protected Invitation() {}

  Invitation(RoomUserKey key, UUID invitedBy, Instant now) {
    this.key = key;
    this.invitedBy = invitedBy.toString();
    this.invitedAt = now.toEpochMilli();
  }

  public UUID roomId() {
    return key.roomId();
  }

  public UUID userId() {
    return key.userId();
  }

  public UUID invitedBy() {
    return UUID.fromString(invitedBy);
  }

  public Instant invitedAt() {
    return Instant.ofEpochMilli(invitedAt);
  }

  /** When the user took it off their list; empty while it is open. */
  public Optional<Instant> declinedAt() {
    return Optional.ofNullable(declinedAt).map(Instant::ofEpochMilli);
  }
}
