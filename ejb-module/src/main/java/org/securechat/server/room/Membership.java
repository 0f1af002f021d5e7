package org.securechat.server.room;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A user is in a room now. */
@Entity
@Table(name = "membership")
public class Membership {
  static final String OWNER = "owner";
  private static final String MEMBER = "member";

  @EmbeddedId private RoomUserKey key;

  @Column(name = "role")
  private String role;

  @Column(name = "joined_at")
  private long joinedAt;

  /** For JPA. */
  protected Membership() {}

  private Membership(RoomUserKey key, String role, Instant now) {
    this.key = key;
    this.role = role;
    this.joinedAt = now.toEpochMilli();
  }

  static Membership owner(RoomUserKey key, Instant now) {
    return new Membership(key, OWNER, now);
  }

  static Membership member(RoomUserKey key, Instant now) {
    return new Membership(key, MEMBER, now);
  }

  public UUID roomId() {
    return key.roomId();
  }

  public UUID userId() {
    return key.userId();
  }

  public boolean isOwner() {
    return OWNER.equals(role);
  }

  public Instant joinedAt() {
    return Instant.ofEpochMilli(joinedAt);
  }
}
