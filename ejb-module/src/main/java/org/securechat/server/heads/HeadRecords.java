package org.securechat.server.heads;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.evidence.RoomPosition;

/** Where transcripts end in the database, as it stands there, unverified. */
public interface HeadRecords {
  /** Of every room that has a head of the right form. */
  List<RoomPosition> heads();

  /** The chain value that is stored with a line. */
  Optional<String> chainAt(UUID roomId, long position);

  /** How many lines each room has. Reads an entry for every line of the record. */
  List<LineCount> lineCounts();

  /** The rooms in the table of rooms that have no head. */
  List<UUID> roomsWithoutHead();

  /**
   * Of one room.
   *
   * @param lines how many there are
   * @param last the highest position
   */
  record LineCount(UUID roomId, long lines, long last) {}
}
