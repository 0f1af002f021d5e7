package org.securechat.server.room;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.securechat.protocol.application.RoomRole;

/** A user is in a room now. */
@Entity
@Table(name = "membership")
public class Membership {
  @EmbeddedId private RoomUserKey key;

  @Column(name = "role")
  private String role;

  @Column(name = "joined_at")
  private long joinedAt;

  /** For JPA. */
  protected Membership() {}

  private Membership(RoomUserKey key, RoomRole role, Instant now) {
    this.key = key;
    this.role = role.wireName();
    this.joinedAt = now.toEpochMilli();
  }

  static Membership owner(RoomUserKey key, Instant now) {
    return new Membership(key, RoomRole.OWNER, now);
  }

  static Membership member(RoomUserKey key, Instant now) {
    return new Membership(key, RoomRole.MEMBER, now);
  }

  public UUID roomId() {
    return key.roomId();
  }

  public UUID userId() {
    return key.userId();
  }

  public RoomRole role() {
    return RoomRole.of(role).orElseThrow();
  }

  void role(RoomRole newRole) {
    this.role = newRole.wireName();
  }

  public Instant joinedAt() {
    return Instant.ofEpochMilli(joinedAt);
  }
}
