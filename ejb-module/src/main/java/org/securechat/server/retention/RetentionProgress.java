package org.securechat.server.retention;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** How far retention has erased a room. */
@Entity
@Table(name = "retention_progress")
class RetentionProgress {
  @Id
  @Column(name = "room_id")
  private String roomId;

  @Column(name = "erased_to")
  private long erasedTo;

  /** For JPA. */
  protected RetentionProgress() {}

  RetentionProgress(UUID roomId, long erasedTo) {
    this.roomId = roomId.toString();
    this.erasedTo = erasedTo;
  }

  long erasedTo() {
    return erasedTo;
  }

  void erasedTo(long position) {
    this.erasedTo = position;
  }
}
