package org.securechat.server.ledger;

import jakarta.ejb.ApplicationException;
import jakarta.persistence.EntityManager;
import java.util.UUID;
import org.securechat.server.ledger.Batch.HeadChange;
import org.securechat.server.ledger.TranscriptLedger.Head;

/** The heads of the rooms, within a transaction of the caller's. */
final class JpaHeads {
  private final EntityManager entities;

  JpaHeads(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Moves a head on.
   *
   * @throws StaleHeadException if it is not where it is believed to be
   */
  void move(HeadChange change) {
    if (change.before().position() == 0) {
      entities.persist(new RoomHead(change.after(), change.signed()));
      return;
    }
    int rows =
        entities
            .createQuery(
                "UPDATE RoomHead h SET h.number = :position, h.chain = :chain,"
                    + " h.receivedAt = :receivedAt WHERE h.roomId = :room"
                    + " AND h.number = :oldPosition AND h.chain = :oldChain")
            .setParameter("position", change.after().position())
            .setParameter("chain", change.after().chain())
            .setParameter("receivedAt", change.after().receivedAt())
            .setParameter("room", change.after().roomId().toString())
            .setParameter("oldPosition", change.before().position())
            .setParameter("oldChain", change.before().chain())
            .executeUpdate();
    if (rows != 1) {
      throw new StaleHeadException(change.before().head());
    }
    if (change.signed() != null) {
      sign(change.after().roomId(), change.signed());
    }
  }

  /** Replaces the signed head unless it is as new already. */
  void sign(UUID roomId, SignedHead head) {
    entities
        .createQuery(
            "UPDATE RoomHead h SET h.signedPosition = :position, h.signedChain = :chain,"
                + " h.signedAt = :at, h.signedCertificate = :certificate,"
                + " h.headSignature = :signature"
                + " WHERE h.roomId = :room AND h.signedPosition < :position")
        .setParameter("position", head.position())
        .setParameter("chain", head.chain())
        .setParameter("at", head.signedAt())
        .setParameter("certificate", head.certificateSha256())
        .setParameter("signature", head.signature())
        .setParameter("room", roomId.toString())
        .executeUpdate();
  }

  /** The room's head is not where the writer believed it to be. */
  @ApplicationException(rollback = true)
  static final class StaleHeadException extends RuntimeException {
    StaleHeadException(Head believed) {
      super("the head is not at position " + believed.position(), null, false, false);
    }
  }
}
