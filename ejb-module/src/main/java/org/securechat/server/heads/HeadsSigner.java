package org.securechat.server.heads;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.securechat.protocol.evidence.HeadsDocument;
import org.securechat.protocol.evidence.HeadsFile;
import org.securechat.protocol.evidence.RoomPosition;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.server.ledger.LedgerKey;

/**
 * Makes one signed statement after the other, from what the ledger has committed and never from
 * what the database says: what somebody takes out of the database while the server runs stays in
 * the statements, and the next start misses it. Confined to one thread.
 *
 * <p>A statement lists every room while they are few. Where they are many, it lists those that went
 * on since the last complete one, and a complete one comes when that is an eighth of them: the work
 * of a round grows with what has happened, not with what there is.
 */
final class HeadsSigner {
  /** So many rooms are always listed all: a file that is complete in itself is worth a few kB. */
  static final int FEW = 1_000;

  private static final int PART = 8;

  private final LedgerKey key;
  private final Clock clock;
  private final int few;
  private final SortedMap<UUID, RoomPosition> rooms = new TreeMap<>(RoomPosition.BY_ID);
  private final SortedMap<UUID, RoomPosition> sinceBase = new TreeMap<>(RoomPosition.BY_ID);
  private HeadsDocument previous;
  private HeadsDocument base;

  HeadsSigner(LedgerKey key, Clock clock, int few) {
    this.key = key;
    this.clock = clock;
    this.few = few;
  }

  /**
   * Continues.
   *
   * @param stored where the rooms end in the database
   * @param last the statement before, if there is one
   */
  void begin(Collection<RoomPosition> stored, Optional<HeadsDocument> last) {
    rooms.clear();
    sinceBase.clear();
    stored.forEach(room -> rooms.put(room.roomId(), room));
    previous = last.orElse(null);
    base = null;
  }

  /** These rooms went on, to where they say. */
  void advance(Collection<RoomPosition> moved) {
    for (RoomPosition room : moved) {
      rooms.put(room.roomId(), room);
      sinceBase.put(room.roomId(), room);
    }
  }

  /** The next statement. It counts only once it is {@link #written}. */
  HeadsFile next() {
    boolean complete =
        base == null || rooms.size() <= few || sinceBase.size() > rooms.size() / PART;
    List<RoomPosition> listed = List.copyOf((complete ? rooms : sinceBase).values());
    LedgerKey signer = key.now();
    HeadsDocument document =
        new HeadsDocument(
            signer.serverName(),
            previous == null ? 1 : previous.number() + 1,
            previous == null ? "" : previous.sha256(),
            complete ? 0 : base.number(),
            complete ? "" : base.sha256(),
            listed.size(),
            HeadsFile.sha256(listed),
            Timestamps.format(clock.instant()),
            signer.certificate().sha256());
    return new HeadsFile(document, signer.signHead(document.encode()), listed);
  }

  /** The file is on the disk: the next one continues it. */
  void written(HeadsFile file) {
    previous = file.document();
    if (previous.isComplete()) {
      base = previous;
      sinceBase.clear();
    }
  }
}
