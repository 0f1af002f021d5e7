package org.securechat.server.room;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.Objects;
import java.util.UUID;

/** A room and a user: the key of a membership and of an invitation. */
@Embeddable
public class RoomUserKey implements Serializable {
  @Column(name = "room_id")
  private String roomId;

  @Column(name = "user_id")
  private String userId;

  /** For JPA. */
  protected RoomUserKey() {}

  RoomUserKey(UUID roomId, UUID userId) {
    this.roomId = roomId.toString();
    this.userId = userId.toString();
  }

  UUID roomId() {
    return UUID.fromString(roomId);
  }

  UUID userId() {
    return UUID.fromString(userId);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RoomUserKey that
        && roomId.equals(that.roomId)
        && userId.equals(that.userId);
  }

  @Override
  public int hashCode() {
    return Objects.hash(roomId, userId);
  }
}
