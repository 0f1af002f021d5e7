package org.securechat.server.ledger;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.securechat.server.ledger.RoomTailCache.RoomTail;

/** What there is to read in the ledger's tables. May throw whatever reads them throws. */
public interface LedgerRecords {
  /** A room's head row and the position of its last line, in this order of reading: line first. */
  StoredRoom room(UUID roomId);

  /** What the head row of a room says, unverified; empty for a room without lines. */
  Optional<RoomTail> end(UUID roomId);

  /** As {@link #end}, of many rooms; those without lines are left out. */
  List<RoomTail> ends(Collection<UUID> roomIds);

  /**
   * Whether there must be a first line: the room is in the table of rooms, into which it comes
   * together with that line. The audit log is in no table and is begun before all rooms: it is
   * there wherever there is a room.
   */
  boolean isBegun(UUID roomId);

  /** At most limit lines from first to last position, both included, in order. */
  List<TranscriptEntry> entries(UUID roomId, long first, long last, int limit);

  /**
   * The lines behind the ends of some rooms, at most limit of all rooms together: room by room, and
   * in order.
   */
  List<TranscriptEntry> entriesAfter(Collection<RoomTail> tails, int limit);

  /** The chain value that the row of a line holds. */
  Optional<String> chain(UUID roomId, long position);

  /** The DER encoding of a certificate that signed a line. */
  Optional<byte[]> certificate(String sha256);

  /** What the database holds about the end of a room's transcript, unverified. */
  final class StoredRoom {
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
}
