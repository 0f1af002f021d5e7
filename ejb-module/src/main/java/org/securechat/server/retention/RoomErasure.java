package org.securechat.server.retention;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import org.securechat.protocol.evidence.Positions;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.server.ledger.Commits;
import org.securechat.server.ledger.LedgerException;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.room.Room;
import org.securechat.server.room.RoomAdminRepository;

/** Takes payloads of one room away, unless the room is held. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RoomErasure {
  /** Most messages that one line erases: what the ledger's writer can do between two others. */
  static final int BATCH = 500;

  private static final int ATTEMPTS = 5;

  private final TranscriptLedger ledger;
  private final RoomAdminRepository rooms;
  private final ErasedContents contents;

  /** For the container's proxy. */
  public RoomErasure() {
    this(null, null, null);
  }

  @Inject
  public RoomErasure(TranscriptLedger ledger, RoomAdminRepository rooms, ErasedContents contents) {
    this.ledger = ledger;
    this.rooms = rooms;
    this.contents = contents;
  }

  /**
   * Erases messages by one line of the room's transcript, and waits until that is durable. Edits of
   * the messages are erased before, by lines of their own.
   *
   * @param reason for the server's log
   * @param together work on the database that is to be committed with it
   * @throws RetentionException {@code LEGAL_HOLD}; decided in the same transaction
   * @throws LedgerException if the line could not be written
   */
  public void erase(Room room, Positions positions, String reason, Runnable together) {
    erase(room, positions, TranscriptLine.SERVER, reason, together);
  }

  /**
   * The same for a user.
   *
   * @param actor whom the line names
   */
  public void erase(
      Room room, Positions positions, String actor, String reason, Runnable together) {
    for (int attempt = 1; ; attempt++) {
      eraseEdits(room, positions, actor, reason);
      try {
        write(room, positions, actor, reason, together);
        return;
      } catch (LedgerException e) {
        // Edited once more in between.
        if (e.reason() != LedgerException.Reason.EDITED || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void eraseEdits(Room room, Positions messages, String actor, String reason) {
    List<Long> edits = ledger.unerasedEdits(room.id(), messages, BATCH);
    while (!edits.isEmpty()) {
      write(room, Positions.fitting(edits), actor, reason, () -> {});
      edits = ledger.unerasedEdits(room.id(), messages, BATCH);
    }
  }

  private void write(
      Room room, Positions positions, String actor, String reason, Runnable together) {
    Commits.await(
        ledger.erase(
            room.id(),
            room.name(),
            positions,
            actor,
            reason,
            () -> {
              requireNotHeld(room);
              together.run();
            }));
    contents.erased(room.id());
  }

  private void requireNotHeld(Room room) {
    if (rooms.byId(room.id()).flatMap(Room::hold).isPresent()) {
      throw RetentionException.legalHold(room.name());
    }
  }
}
