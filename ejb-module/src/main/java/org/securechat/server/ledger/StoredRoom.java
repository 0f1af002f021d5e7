package org.securechat.server.ledger;

import java.util.Optional;

/** What the database holds about the end of a room's transcript, unverified. */
public final class StoredRoom {
  private final long lastPosition;
  private final RoomHead head;

  StoredRoom(long lastPosition, RoomHead head) {
    this.lastPosition = lastPosition;
    this.head = head;
  }

  /** Of the last line, 0 for none. */
  long lastPosition() {
    return lastPosition;
  }

  Optional<RoomHead> head() {
    return Optional.ofNullable(head);
  }
}
