package org.securechat.server.retention;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.securechat.protocol.evidence.Positions;
import org.securechat.server.DomainException;
import org.securechat.server.actor.Actor;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.ledger.LedgerException;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.room.Room;
import org.securechat.server.room.RoomAdminRepository;

/** Users' messages, in all rooms together. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class PersonalData {
  private final TranscriptLedger ledger;
  private final RoomAdminRepository rooms;
  private final RoomErasure erasure;
  private final AuditLog audit;

  /** For the container's proxy. */
  public PersonalData() {
    this(null, null, null, null);
  }

  @Inject
  public PersonalData(
      TranscriptLedger ledger, RoomAdminRepository rooms, RoomErasure erasure, AuditLog audit) {
    this.ledger = ledger;
    this.rooms = rooms;
    this.erasure = erasure;
    this.audit = audit;
  }

  /**
   * Erases the payloads of all messages of a user. The lines stay, with the user's name, hashes and
   * signatures, and in each room lines of the server's tell of it. Some hundred messages at a time
   * share a transaction, so that no other line waits for long; what has been done is durable, and
   * after an interruption the next call does the rest. Returns when all is done.
   *
   * @param username of a user who sends no more messages; a message that is sent meanwhile may be
   *     left
   * @param actor for the audit log, which has a line of it before anything happens
   * @return also which rooms keep messages, and why
   * @throws LedgerException if the ledger takes no lines: call again
   */
  public ErasedMessages eraseMessagesOf(String username, Actor actor) {
    return erase(username, event -> event.by(actor));
  }

  /** The same by the server itself, which goes on with an erasure that was requested earlier. */
  public ErasedMessages eraseRestOf(String username) {
    return erase(username, UnaryOperator.identity());
  }

  /** Whether nothing can be done now but to wait, because all that is left is under legal hold. */
  public boolean isHeld(String username) {
    List<UUID> left = ledger.roomsWithUnerasedOf(username);
    return !left.isEmpty()
        && left.stream().allMatch(id -> rooms.byId(id).flatMap(Room::hold).isPresent());
  }

  private ErasedMessages erase(String username, UnaryOperator<AuditEvent> by) {
    audit.record(by.apply(AuditEvent.of(AuditAction.USER_MESSAGES_ERASE).on(username)));
    long erased = 0;
    List<ErasedMessages.Kept> kept = new ArrayList<>();
    for (UUID roomId : ledger.roomsWithUnerasedOf(username)) {
      Room room = rooms.byId(roomId).orElseThrow();
      try {
        if (room.hold().isPresent()) {
          throw RetentionException.legalHold(room.name());
        }
        erased += eraseIn(room, username);
      } catch (DomainException e) {
        kept.add(new ErasedMessages.Kept(room.name(), whyKept(e)));
      }
    }
    audit.record(
        by.apply(AuditEvent.of(AuditAction.USER_MESSAGES_ERASED).on(username))
            .with("messages", Long.toString(erased))
            .with("rooms_kept", Integer.toString(kept.size())));
    return new ErasedMessages(erased, kept);
  }

  /**
   * Why one room keeps its messages.
   *
   * @throws DomainException the same, if there is no sense in going on with other rooms
   */
  private ErasedMessages.Reason whyKept(DomainException e) {
    return switch (e) {
      case RetentionException held when held.isLegalHold() -> ErasedMessages.Reason.HELD;
      case LedgerException failed when failed.isUnavailable() && ledger.isTakingLines() ->
          ErasedMessages.Reason.UNAVAILABLE;
      default -> throw e;
    };
  }

  private long eraseIn(Room room, String username) {
    long erased = 0;
    while (true) {
      List<Long> left = ledger.unerasedOf(username, room.id(), RoomErasure.BATCH);
      if (left.isEmpty()) {
        return erased;
      }
      Positions positions = Positions.fitting(left);
      erasure.erase(room, positions, "the messages of " + username, () -> {});
      erased += left.stream().filter(positions::contains).count();
    }
  }
}
