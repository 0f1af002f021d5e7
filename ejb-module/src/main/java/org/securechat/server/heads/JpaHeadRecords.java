package org.securechat.server.heads;

import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.RoomPosition;

/** The heads in the ledger's tables, read past the ledger: this is the check of the ledger. */
@Stateless
@Local(HeadRecords.class)
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class JpaHeadRecords implements HeadRecords {
  private final EntityManager entities;

  /** For the container's proxy. */
  public JpaHeadRecords() {
    this(null);
  }

  @Inject
  public JpaHeadRecords(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public List<RoomPosition> heads() {
    List<RoomPosition> heads = new ArrayList<>();
    for (Object[] row :
        entities
            .createQuery("SELECT h.roomId, h.number, h.chain FROM RoomHead h", Object[].class)
            .getResultList()) {
      long position = (Long) row[1];
      String chain = (String) row[2];
      // A row that is no head at all is as good as none.
      if (position >= 1 && Digests.isHex(chain)) {
        heads.add(new RoomPosition(UUID.fromString((String) row[0]), position, chain));
      }
    }
    return heads;
  }

  @Override
  public Optional<String> chainAt(UUID roomId, long position) {
    return entities
        .createQuery(
            "SELECT e.chain FROM TranscriptEntry e WHERE e.roomId = :room AND e.number = :position",
            String.class)
        .setParameter("room", roomId.toString())
        .setParameter("position", position)
        .getResultList()
        .stream()
        .findFirst();
  }

  @Override
  public List<LineCount> lineCounts() {
    return entities
        .createQuery(
            "SELECT e.roomId, COUNT(e.number), MAX(e.number) FROM TranscriptEntry e"
                + " GROUP BY e.roomId",
            Object[].class)
        .getResultList()
        .stream()
        .map(row -> new LineCount(UUID.fromString((String) row[0]), (Long) row[1], (Long) row[2]))
        .toList();
  }

  @Override
  public List<UUID> roomsWithoutHead() {
    return entities
        .createQuery(
            "SELECT r.id FROM Room r"
                + " WHERE NOT EXISTS (SELECT h.roomId FROM RoomHead h WHERE h.roomId = r.id)",
            String.class)
        .getResultList()
        .stream()
        .map(UUID::fromString)
        .toList();
  }
}
