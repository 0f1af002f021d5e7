package org.securechat.server.admin.export;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.crypto.Digests;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.admin.room.RoomAdministration;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.receipt.IssuedReceipt;
import org.securechat.server.receipt.ReceiptSearch;
import org.securechat.server.receipt.ReceiptStore;

/**
 * The receipts that the server has issued. The audit log records each administrator who looks at
 * them.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ReceiptArchive {
  private final ReceiptStore receipts;
  private final RoomAdministration rooms;
  private final AuditLog audit;

  /** For the container's proxy. */
  public ReceiptArchive() {
    this(null, null, null);
  }

  @Inject
  public ReceiptArchive(ReceiptStore receipts, RoomAdministration rooms, AuditLog audit) {
    this.receipts = receipts;
    this.rooms = rooms;
    this.audit = audit;
  }

  /**
   * The newest first.
   *
   * @param room empty for all
   * @param user whom they were issued to; empty for all
   * @param after where the page before ended
   * @throws AdministrationException {@code NOT_FOUND} if there is no such room
   */
  public List<IssuedReceipt> find(
      Optional<String> room,
      Optional<String> user,
      Optional<ReceiptSearch.Place> after,
      int limit,
      Actor actor) {
    Optional<UUID> roomId = room.map(name -> rooms.get(name).id());
    audit.record(
        AuditEvent.of(AuditAction.RECEIPT_QUERY)
            .by(actor)
            .with("room", room.orElse(""))
            .with("user", user.orElse("")));
    return receipts.find(new ReceiptSearch(roomId, user, after, limit));
  }

  /**
   * Finds one receipt, and records in the audit log who read it.
   *
   * @param sha256 of the receipt's bytes, lower-case hex
   * @throws AdministrationException {@code NOT_FOUND}
   */
  public IssuedReceipt get(String sha256, Actor actor) {
    IssuedReceipt receipt =
        Optional.of(sha256)
            .filter(Digests::isHex)
            .flatMap(receipts::find)
            .orElseThrow(() -> AdministrationException.notFound("there is no such receipt"));
    audit.record(
        AuditEvent.of(AuditAction.RECEIPT_READ)
            .by(actor)
            .on(sha256)
            .with("user", receipt.username()));
    return receipt;
  }
}
