package org.securechat.server.room;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** Lets one user enter one private room once. */
@Entity
@Table(name = "invitation")
public class Invitation {
  @EmbeddedId private RoomUserKey key;

  @Column(name = "invited_by")
  private String invitedBy;

  @Column(name = "invited_at")
  private long invitedAt;

  /** For JPA. */
  protected Invitation() {}

  Invitation(RoomUserKey key, String invitedBy, Instant now) {
    this.key = key;
    this.invitedBy = invitedBy;
    this.invitedAt = now.toEpochMilli();
  }

  public String roomId() {
    return key.roomId();
  }

  public String userId() {
    return key.userId();
  }

  public String invitedBy() {
    return invitedBy;
  }

  public Instant invitedAt() {
    return Instant.ofEpochMilli(invitedAt);
  }
}
