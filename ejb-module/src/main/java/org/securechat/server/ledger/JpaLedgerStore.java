package org.securechat.server.ledger;

import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.securechat.protocol.evidence.Positions;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.server.DomainException;
import org.securechat.server.ledger.Batch.LineRefusedException;
import org.securechat.server.ledger.Batch.PositionedLine;
import org.securechat.server.ledger.LedgerException.FencedException;
import org.securechat.server.ledger.LedgerRecords.StoredRoom;
import org.securechat.server.ledger.LedgerStore.CommitOutcome;
import org.securechat.server.ledger.RoomTailCache.RoomTail;
import org.securechat.server.query.DatabaseProduct;

/**
 * The ledger's tables through JPA. Reading, too, has a transaction of its own: the snapshot of a
 * caller's could be older than the head that the reader knows, and lines would seem to be missing.
 *
 * <p>Rows are sorted by all columns of the index that finds them, those with one value, too: H2
 * stops at a limit only then, and otherwise reads and sorts the room to its end.
 */
@Stateless
@Local(LedgerStore.class)
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class JpaLedgerStore implements LedgerStore {
  /** Ranges that one query asks for. */
  private static final int RANGES = 50;

  private final EntityManager entities;
  private final ErasureWitness witness;

  /** For the container's proxy. */
  public JpaLedgerStore() {
    this(null, null);
  }

  @Inject
  public JpaLedgerStore(EntityManager entities, ErasureWitness witness) {
    this.entities = entities;
    this.witness = witness;
  }

  @Override
  public long takeEpoch(String holder) {
    int rows =
        entities
            .createNativeQuery(
                "UPDATE ledger_epoch SET epoch = epoch + 1, holder = ?1 WHERE name = ?2")
            .setParameter(1, holder)
            .setParameter(2, TRANSCRIPT)
            .executeUpdate();
    if (rows != 1) {
      throw new IllegalStateException("the table ledger_epoch has lost its row");
    }
    return epoch();
  }

  @Override
  public long joinEpoch(String holder) {
    entities
        .createNativeQuery(
            "UPDATE ledger_epoch SET epoch = epoch + 1, holder = ?1 WHERE name = ?2"
                + " AND (holder IS NULL OR holder <> ?1)")
        .setParameter(1, holder)
        .setParameter(2, TRANSCRIPT)
        .executeUpdate();
    return epoch();
  }

  @Override
  public void renew(long epoch) {
    // An embedded database has no other server, and would write a block to the disk each time.
    if (isH2() ? epoch() != epoch : !statements(statements -> statements.fence(epoch))) {
      throw new FencedException(epoch);
    }
  }

  @Override
  public void confirm(long epoch) {
    if (epoch() != epoch) {
      throw new FencedException(epoch);
    }
  }

  @Override
  public void release(long epoch) {
    entities
        .createNativeQuery("UPDATE ledger_epoch SET holder = NULL WHERE name = ?1 AND epoch = ?2")
        .setParameter(1, TRANSCRIPT)
        .setParameter(2, epoch)
        .executeUpdate();
  }

  @Override
  public void commit(long epoch, Batch batch) {
    statements(statements -> {
      statements.begin(epoch, batch);
      if (batch.isEmpty()) {
        return null;
      }
      batch.lines().forEach(line -> orRefuse(line, line::act));
      entities.flush();
      statements.write(batch);
      // Before anything is erased, so that an edit and the end of its message exclude each other.
      batch.lines().forEach(line -> orRefuse(line, () -> recordEdit(line)));
      batch.lines().forEach(line -> orRefuse(line, () -> erase(line)));
      batch.markWritten();
      return null;
    });
  }

  /** Does something with the connection of the transaction that the actions take part in. */
  private <T> T statements(Work<T> work) {
    try (LineStatements statements = new LineStatements(entities.unwrap(Connection.class))) {
      return work.with(statements);
    } catch (SQLException e) {
      throw new IllegalStateException("the ledger cannot be written", e);
    }
  }

  private interface Work<T> {
    T with(LineStatements statements) throws SQLException;
  }

  private static void orRefuse(PositionedLine line, Runnable work) {
    try {
      work.run();
    } catch (DomainException e) {
      throw new LineRefusedException(line.pending(), e);
    }
  }

  private void recordEdit(PositionedLine line) {
    line.pending().append().edits().ifPresent(message -> recordEdit(line.entry(), message));
  }

  private void recordEdit(LedgerEntry edit, long message) {
    String room = edit.roomId().toString();
    if (entities
        .createQuery(
            "SELECT e.number FROM TranscriptEntry e WHERE e.roomId = :room AND e.number = :message"
                + " AND e.erasedBy IS NULL",
            Long.class)
        .setParameter("room", room)
        .setParameter("message", message)
        .getResultList()
        .isEmpty()) {
      throw new LedgerException(
          LedgerException.Reason.ERASED, "the message at " + message + " is not there any more");
    }
    entities
        .createNativeQuery(
            "INSERT INTO message_edit (room_id, message_position, edit_position)"
                + " VALUES (?1, ?2, ?3)")
        .setParameter(1, room)
        .setParameter(2, message)
        .setParameter(3, edit.position())
        .executeUpdate();
  }

  @Override
  public List<Long> unerasedEdits(UUID roomId, Positions positions, int limit) {
    List<Positions.Range> ranges = positions.ranges();
    List<Long> edits = new ArrayList<>();
    for (int from = 0; from < ranges.size() && edits.size() < limit; from += RANGES) {
      List<Positions.Range> some = ranges.subList(from, Math.min(from + RANGES, ranges.size()));
      edits.addAll(unerasedEdits(roomId, some, limit - edits.size()));
    }
    return edits.stream().sorted().toList();
  }

  private List<Long> unerasedEdits(UUID roomId, List<Positions.Range> ranges, int limit) {
    String within =
        IntStream.range(0, ranges.size())
            .mapToObj(i -> "m.message_position BETWEEN ?" + (2 * i + 2) + " AND ?" + (2 * i + 3))
            .collect(Collectors.joining(" OR "));
    Query query =
        entities.createNativeQuery(
            "SELECT m.edit_position FROM message_edit m JOIN transcript_entry e"
                + " ON e.room_id = m.room_id AND e.position = m.edit_position"
                + " WHERE m.room_id = ?1 AND ("
                + within
                + ") AND e.erased_by IS NULL ORDER BY m.message_position, m.edit_position");
    query.setParameter(1, roomId.toString());
    for (int i = 0; i < ranges.size(); i++) {
      query.setParameter(2 * i + 2, ranges.get(i).first());
      query.setParameter(2 * i + 3, ranges.get(i).last());
    }
    List<?> rows = query.setMaxResults(limit).getResultList();
    return rows.stream().map(row -> ((Number) row).longValue()).toList();
  }

  private void erase(PositionedLine line) {
    line.pending().append().erases().ifPresent(positions -> erase(line.entry(), positions));
  }

  private void erase(LedgerEntry event, Positions positions) {
    int rows = 0;
    for (Positions.Range range : positions.ranges()) {
      rows +=
          entities
              .createQuery(
                  "UPDATE TranscriptEntry e SET e.payload = NULL, e.erasedBy = :by"
                      + " WHERE e.roomId = :room AND e.number BETWEEN :first AND :last"
                      + " AND e.number < :by AND e.erasedBy IS NULL AND e.sender <> :server")
              .setParameter("by", event.position())
              .setParameter("room", event.roomId().toString())
              .setParameter("first", range.first())
              .setParameter("last", range.last())
              .setParameter("server", TranscriptLine.SERVER)
              .executeUpdate();
    }
    if (rows == 0) {
      throw new LedgerException(
          LedgerException.Reason.NOTHING_TO_ERASE,
          "positions " + positions + " hold no message to erase");
    }
    if (!unerasedEdits(event.roomId(), positions, 1).isEmpty()) {
      throw new LedgerException(
          LedgerException.Reason.EDITED, "edits of positions " + positions + " are left");
    }
    witness.erased(entities.unwrap(Connection.class), event.roomId(), positions);
  }

  @Override
  public CommitOutcome resolveOutcome(long epoch, Batch batch) {
    // The lock first: a commit whose answer was lost may still be on its way through the database.
    if (batch != null && batch.isShared()) {
      // That of the rooms: one server that hangs within a commit must not stop all the others.
      statements(statements -> statements.lock(batch.rooms()));
    } else {
      entities
          .createNativeQuery("UPDATE ledger_epoch SET commits = commits + 1 WHERE name = ?1")
          .setParameter(1, TRANSCRIPT)
          .executeUpdate();
    }
    boolean fenced = epoch() != epoch;
    return new CommitOutcome(batch != null && isStored(batch.lines().get(0).entry()), fenced);
  }

  /** One transaction wrote them all, so one line speaks for the batch. */
  private boolean isStored(LedgerEntry entry) {
    return !entities
        .createQuery(
            "SELECT e.number FROM TranscriptEntry e WHERE e.roomId = :room"
                + " AND e.number = :position AND e.chain = :chain",
            Long.class)
        .setParameter("room", entry.roomId().toString())
        .setParameter("position", entry.position())
        .setParameter("chain", entry.chain())
        .getResultList()
        .isEmpty();
  }

  private long epoch() {
    return ((Number)
            entities
                .createNativeQuery("SELECT epoch FROM ledger_epoch WHERE name = ?1")
                .setParameter(1, TRANSCRIPT)
                .getSingleResult())
        .longValue();
  }

  private boolean isH2() {
    try {
      return DatabaseProduct.isH2(entities.unwrap(Connection.class));
    } catch (SQLException e) {
      throw new IllegalStateException("the database does not say what it is", e);
    }
  }

  /** Over the connection of this call's transaction: a query for entities costs twice as much. */
  private JdbcLedgerRecords records() {
    return new JdbcLedgerRecords(entities.unwrap(Connection.class));
  }

  @Override
  public StoredRoom room(UUID roomId) {
    return records().room(roomId);
  }

  @Override
  public Optional<RoomTail> end(UUID roomId) {
    return records().end(roomId);
  }

  @Override
  public List<RoomTail> ends(Collection<UUID> roomIds) {
    return records().ends(roomIds);
  }

  @Override
  public boolean isBegun(UUID roomId) {
    return records().isBegun(roomId);
  }

  @Override
  public List<TranscriptEntry> entriesAfter(Collection<RoomTail> tails, int limit) {
    return records().entriesAfter(tails, limit);
  }

  @Override
  public List<TranscriptEntry> entries(UUID roomId, long first, long last, int limit) {
    return records().entries(roomId, first, last, limit);
  }

  @Override
  public Optional<String> chain(UUID roomId, long position) {
    return records().chain(roomId, position);
  }

  @Override
  public List<Long> unerased(UUID roomId, long after, Instant before, int limit) {
    // Without a condition on the time, so that the database stops at the limit: times never fall.
    return entities
        .createQuery(
            "SELECT e.number, e.receivedAt FROM TranscriptEntry e WHERE e.roomId = :room"
                + " AND e.number > :after AND e.erasedBy IS NULL AND e.sender <> :server"
                + " ORDER BY e.roomId, e.number",
            Object[].class)
        .setParameter("room", roomId.toString())
        .setParameter("after", after)
        .setParameter("server", TranscriptLine.SERVER)
        .setMaxResults(limit)
        .getResultStream()
        .takeWhile(row -> (Long) row[1] < before.toEpochMilli())
        .map(row -> (Long) row[0])
        .toList();
  }

  @Override
  public List<TranscriptEntry> serverLines(UUID roomId, long first, long last, int limit) {
    return entities
        .createQuery(
            "SELECT e FROM TranscriptEntry e WHERE e.roomId = :room AND e.sender = :server"
                + " AND e.number BETWEEN :first AND :last"
                + " ORDER BY e.sender, e.roomId, e.number",
            TranscriptEntry.class)
        .setParameter("room", roomId.toString())
        .setParameter("server", TranscriptLine.SERVER)
        .setParameter("first", first)
        .setParameter("last", last)
        .setMaxResults(limit)
        .setHint("eclipselink.read-only", "True")
        .getResultList();
  }

  @Override
  public List<Long> unerasedOf(String sender, UUID roomId, int limit) {
    return entities
        .createQuery(
            "SELECT e.number FROM TranscriptEntry e WHERE e.sender = :sender AND e.roomId = :room"
                + " AND e.erasedBy IS NULL ORDER BY e.sender, e.roomId, e.number",
            Long.class)
        .setParameter("sender", sender)
        .setParameter("room", roomId.toString())
        .setMaxResults(limit)
        .getResultList();
  }

  @Override
  public List<UUID> roomsWithUnerasedOf(String sender) {
    return entities
        .createQuery(
            "SELECT DISTINCT e.roomId FROM TranscriptEntry e WHERE e.sender = :sender"
                + " AND e.erasedBy IS NULL ORDER BY e.roomId",
            String.class)
        .setParameter("sender", sender)
        .getResultStream()
        .map(UUID::fromString)
        .toList();
  }

  @Override
  public Optional<byte[]> certificate(String sha256) {
    return records().certificate(sha256);
  }

  @Override
  public List<byte[]> issuers(String issuesAs) {
    return entities
        .createQuery(
            "SELECT c FROM CertificateRecord c WHERE c.issuesAs = :name ORDER BY c.sha256",
            CertificateRecord.class)
        .setParameter("name", issuesAs)
        .getResultStream()
        .map(CertificateRecord::der)
        .toList();
  }

  @Override
  public List<byte[]> issuers() {
    return entities
        .createQuery(
            "SELECT c FROM CertificateRecord c WHERE c.issuesAs IS NOT NULL ORDER BY c.sha256",
            CertificateRecord.class)
        .getResultStream()
        .map(CertificateRecord::der)
        .toList();
  }

  @Override
  public void keepCertificate(SenderCertificate certificate) {
    Map<String, SenderCertificate> all = new HashMap<>(issuersOf(certificate));
    all.put(certificate.sha256(), certificate);
    insertMissing(all);
  }

  @Override
  public void keepIssuers(SenderCertificate certificate) {
    insertMissing(issuersOf(certificate));
    entities.flush();
    if (issuers().size() > MOST_ISSUERS) {
      throw new LedgerException(
          LedgerException.Reason.NOT_WRITTEN,
          "certificates of more than " + MOST_ISSUERS + " issuing authorities");
    }
  }

  private static Map<String, SenderCertificate> issuersOf(SenderCertificate certificate) {
    return certificate.issuers().stream()
        .collect(Collectors.toMap(SenderCertificate::sha256, issuer -> issuer, (a, _) -> a));
  }

  /** Inserts the certificates that are not there, by their hashes. */
  private void insertMissing(Map<String, SenderCertificate> candidates) {
    if (candidates.isEmpty()) {
      return;
    }
    Set<String> stored =
        new HashSet<>(
            entities
                .createQuery(
                    "SELECT c.sha256 FROM CertificateRecord c WHERE c.sha256 IN :hashes",
                    String.class)
                .setParameter("hashes", candidates.keySet())
                .getResultList());
    candidates.forEach((sha256, certificate) -> {
      if (!stored.contains(sha256)) {
        entities.persist(new CertificateRecord(certificate));
      }
    });
  }

  @Override
  public void signHeads(List<RoomSignature> heads) {
    statements(statements -> {
      for (RoomSignature head : heads) {
        statements.sign(head.roomId(), head.head());
      }
      return null;
    });
  }
}
