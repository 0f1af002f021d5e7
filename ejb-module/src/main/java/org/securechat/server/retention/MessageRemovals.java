package org.securechat.server.retention;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.evidence.Positions;
import org.securechat.server.DomainException;
import org.securechat.server.ServerLog;
import org.securechat.server.ledger.LedgerException;
import org.securechat.server.retention.RetentionRepository.Removal;
import org.securechat.server.room.Room;
import org.securechat.server.room.RoomAdminRepository;

/**
 * Erases what owners and moderators of rooms have removed. That it is to be erased is committed
 * with the line of theirs, so that no crash between the two leaves it for ever. Thread-safe.
 */
@ApplicationScoped
public class MessageRemovals implements ErasureTask {
  private static final int MOST = 100;

  private final RetentionRepository repository;
  private final RoomErasure erasure;
  private final RoomAdminRepository rooms;

  /** For the container's proxy. */
  public MessageRemovals() {
    this(null, null, null);
  }

  @Inject
  public MessageRemovals(
      RetentionRepository repository, RoomErasure erasure, RoomAdminRepository rooms) {
    this.repository = repository;
    this.erasure = erasure;
    this.rooms = rooms;
  }

  /**
   * Refuses a removal in a room of which nothing is erased.
   *
   * @throws RetentionException {@code LEGAL_HOLD}
   */
  public void requireNotHeld(UUID room) {
    Optional<Room> held = rooms.byId(room).filter(there -> there.hold().isPresent());
    if (held.isPresent()) {
      throw RetentionException.legalHold(held.get().name());
    }
  }

  /**
   * Notes, in the transaction of the line by which it was removed, that a message is to be erased.
   */
  public void add(UUID room, long message, String owner) {
    repository.addRemoval(room, message, owner);
  }

  /** Erases what is to be erased. What cannot be done now stays, and is tried again. */
  @Override
  public void run() {
    for (Removal removal : repository.removals(MOST)) {
      try {
        erase(removal);
      } catch (DomainException e) {
        ServerLog.retentionPutOff(removal.room(), e.getMessage());
      }
    }
  }

  private void erase(Removal removal) {
    Room room = rooms.byId(removal.room()).orElseThrow();
    try {
      erasure.erase(
          room,
          Positions.fitting(List.of(removal.message())),
          removal.owner(),
          "removed by the owner or a moderator",
          () -> repository.removed(removal));
    } catch (LedgerException e) {
      if (e.reason() != LedgerException.Reason.NOTHING_TO_ERASE) {
        throw e;
      }
      // Erased meanwhile, for another reason.
      repository.removed(removal);
    }
  }
}
