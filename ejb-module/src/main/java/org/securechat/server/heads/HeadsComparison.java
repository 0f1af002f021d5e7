package org.securechat.server.heads;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.evidence.RoomPosition;

/** Finds what a signed head says and the database does not hold. Confined to one thread. */
final class HeadsComparison {
  private final HeadRecords records;
  private final Map<UUID, RoomPosition> stored;

  /**
   * @param stored the heads in the database, by room
   */
  HeadsComparison(HeadRecords records, Map<UUID, RoomPosition> stored) {
    this.records = records;
    this.stored = stored;
  }

  /** What differs, a sentence for each room; empty if the database holds all and perhaps more. */
  List<String> differences(Collection<RoomPosition> signed) {
    List<String> differences = new ArrayList<>();
    for (RoomPosition head : signed) {
      difference(head).ifPresent(differences::add);
    }
    return differences;
  }

  private Optional<String> difference(RoomPosition signed) {
    RoomPosition now = stored.get(signed.roomId());
    String room = "room " + signed.roomId();
    if (now == null) {
      return Optional.of(room + " is missing, and had " + signed.position() + " lines");
    }
    if (now.position() < signed.position()) {
      return Optional.of(
          room + " ends at line " + now.position() + ", and had " + signed.position() + " lines");
    }
    // Where the head itself is that line, the ledger compares it with the line when it is used.
    Optional<String> chain =
        now.position() == signed.position()
            ? Optional.of(now.chain())
            : records.chainAt(signed.roomId(), signed.position());
    return chain.filter(signed.chain()::equals).isPresent()
        ? Optional.empty()
        : Optional.of(
            room + (chain.isEmpty() ? " lacks line " : " has another line ") + signed.position());
  }
}
