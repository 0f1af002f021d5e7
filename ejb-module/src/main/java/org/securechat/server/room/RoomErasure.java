package org.securechat.server.room;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.evidence.Positions;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.server.ServiceException;
import org.securechat.server.ledger.TranscriptLedger;

/** Takes payloads of one room away, unless the room is held. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RoomErasure {
  /** Most messages that one line erases: what the ledger's writer can do between two others. */
  static final int BATCH = 500;

  /** Beyond the time in which the ledger itself gives up. */
  private static final long LIMIT_SECONDS = 30;

  @EJB private TranscriptLedger ledger;
  @EJB private RoomRecords rooms;

  /** For the container. */
  public RoomErasure() {}

  RoomErasure(TranscriptLedger ledger, RoomRecords rooms) {
    this.ledger = ledger;
    this.rooms = rooms;
  }

  /**
   * Erases messages by one line of the room's transcript, and waits until that is durable.
   *
   * @param reason for the server's log
   * @param together work on the database that is to be committed with it
   * @throws HeldException if the room is held; decided in the same transaction
   * @throws ServiceException if the line could not be written
   */
  public void erase(Room room, Positions positions, String reason, Runnable together) {
    try {
      ledger
          .erase(
              room.id(),
              room.name(),
              positions,
              TranscriptLine.SERVER,
              reason,
              () -> {
                requireNotHeld(room);
                together.run();
              })
          .toCompletableFuture()
          .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ServiceException refused
          ? refused
          : new ServiceException(ErrorCode.UNAVAILABLE, "the ledger failed");
    } catch (TimeoutException e) {
      throw new ServiceException(ErrorCode.UNAVAILABLE, "no commit in " + LIMIT_SECONDS + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceException(ErrorCode.UNAVAILABLE, "interrupted while waiting for a commit");
    }
  }

  private void requireNotHeld(Room room) {
    if (rooms.byId(room.id()).flatMap(Room::hold).isPresent()) {
      throw new HeldException(room.name());
    }
  }
}
