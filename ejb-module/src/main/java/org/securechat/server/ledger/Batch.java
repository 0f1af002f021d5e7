package org.securechat.server.ledger;

import jakarta.ejb.ApplicationException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.securechat.server.DomainException;
import org.securechat.server.ledger.AppendQueue.QueuedLine;
import org.securechat.server.ledger.RoomTailCache.RoomTail;

/**
 * Lines with their positions, to be committed together. Made and filled by the writer thread, which
 * hands it to the store and waits.
 */
public final class Batch {
  /** As the database sorts them, which knows them as text. */
  private static final Comparator<UUID> IN_ORDER_OF_LOCKS = Comparator.comparing(UUID::toString);

  private final List<PositionedLine> lines = new ArrayList<>();
  private final Map<UUID, HeadChange> heads = new LinkedHashMap<>();
  private final Map<String, SenderCertificate> certificates = new LinkedHashMap<>();
  private final boolean needsTransaction;
  private final NavigableSet<UUID> rooms;
  private final NavigableSet<String> sessions;
  private final Set<String> open = new HashSet<>();
  private final Placement placement;
  private boolean written;

  private Batch(
      boolean needsTransaction,
      NavigableSet<UUID> rooms,
      NavigableSet<String> sessions,
      Placement placement) {
    this.needsTransaction = needsTransaction;
    this.rooms = rooms;
    this.sessions = sessions;
    this.placement = placement;
  }

  /** One for lines without actions. */
  Batch() {
    this(false, Collections.emptyNavigableSet(), Collections.emptyNavigableSet(), null);
  }

  /** One for these lines, which are still to be placed. */
  static Batch of(List<QueuedLine> lines) {
    return new Batch(
        needsTransaction(lines),
        Collections.emptyNavigableSet(),
        Collections.emptyNavigableSet(),
        null);
  }

  /**
   * One for these lines where several servers write: no other server writes to their rooms from the
   * moment at which they are placed until the transaction has ended.
   *
   * @param placement places them, within the transaction
   */
  static Batch shared(List<QueuedLine> lines, Placement placement) {
    NavigableSet<UUID> rooms = new TreeSet<>(IN_ORDER_OF_LOCKS);
    NavigableSet<String> sessions = new TreeSet<>();
    for (QueuedLine line : lines) {
      rooms.add(line.append().roomId());
      line.append().session().ifPresent(sessions::add);
    }
    return new Batch(needsTransaction(lines), rooms, sessions, placement);
  }

  private static boolean needsTransaction(List<QueuedLine> lines) {
    return lines.stream().anyMatch(line -> line.append().needsTransaction());
  }

  /** Places lines behind the ends of their rooms. */
  @FunctionalInterface
  interface Placement {
    /**
     * Places them.
     *
     * @param ends of the rooms that have lines, as the database holds them under a lock
     * @param records what reads within the transaction
     */
    void place(Batch batch, List<RoomTail> ends, LedgerRecords records);
  }

  /** Whether other servers may write to the rooms, up to the moment at which they are locked. */
  boolean isShared() {
    return placement != null;
  }

  /** The rooms of a shared batch, in the order in which all servers lock them. */
  NavigableSet<UUID> rooms() {
    return rooms;
  }

  /** The sessions of a shared batch, in the order in which all servers lock them. */
  NavigableSet<String> sessions() {
    return sessions;
  }

  /** The rooms of a shared batch are locked, and its open sessions: its lines get their places. */
  void locked(List<RoomTail> ends, Collection<String> openSessions, LedgerRecords records) {
    open.clear();
    open.addAll(openSessions);
    placement.place(this, ends, records);
  }

  /** Whether no server has ended the session of a line. */
  private boolean isOpen(LineRequest append) {
    return !isShared() || append.session().map(open::contains).orElse(true);
  }

  /** Whether something beside the ledger's own tables changes with a line. */
  boolean needsTransaction() {
    return needsTransaction;
  }

  /**
   * Puts a line behind the room's tail: the batch's own if it has one, else the given one.
   *
   * @throws DomainException if the line's check refuses it; then the batch is as it was. Where
   *     lines have actions, an earlier line's action decides what a later one may do, so there the
   *     check waits for its turn in {@link PositionedLine#act}.
   */
  void place(QueuedLine pending, RoomTail stored, Instant now) {
    if (!isOpen(pending.append())) {
      throw new LedgerException(LedgerException.Reason.NOT_WRITTEN, "the session has ended");
    }
    UUID roomId = pending.append().roomId();
    HeadChange change = heads.get(roomId);
    RoomTail tail = change == null ? stored : change.after();
    Instant at =
        now.toEpochMilli() < tail.receivedAt() ? Instant.ofEpochMilli(tail.receivedAt()) : now;
    LedgerEntry entry = LedgerEntry.following(tail, pending.append(), at);
    if (!needsTransaction) {
      pending.append().check(entry);
    }
    lines.add(new PositionedLine(pending, entry));
    heads.put(
        roomId, new HeadChange(change == null ? stored : change.before(), tail.after(entry), null));
  }

  /** Signs the heads whose last signed one is that many lines back, or that have none. */
  void signHeads(LedgerKey key, int interval, Instant now) {
    heads.replaceAll(
        (room, change) -> change.isSignatureDue(interval) ? change.signed(key, now) : change);
  }

  boolean hasSignedHeads() {
    return heads.values().stream().anyMatch(change -> change.signed() != null);
  }

  /** A certificate that has to be in the database with these lines. */
  void certificate(SenderCertificate certificate) {
    certificates.put(certificate.sha256(), certificate);
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  List<PositionedLine> lines() {
    return lines;
  }

  /** Whether a line has been placed where its room begins. */
  boolean isFirstOfRoom(QueuedLine line) {
    return lines.stream()
        .anyMatch(placed -> placed.pending().equals(line) && placed.entry().position() == 1);
  }

  Collection<HeadChange> heads() {
    return heads.values();
  }

  /** The certificates that may not be in the database yet, by their hash. */
  Map<String, SenderCertificate> certificates() {
    return certificates;
  }

  /** The transaction's work is done; from here on it may have been committed. */
  void markWritten() {
    written = true;
  }

  /** False only if the batch cannot be in the database. */
  boolean isWritten() {
    return written;
  }

  /** A pending line that has got its position. */
  record PositionedLine(QueuedLine pending, LedgerEntry entry) {
    /** What is to happen in the line's transaction. */
    void act() {
      pending.append().act(entry);
    }

    CommittedLine appended() {
      return CommittedLine.of(pending.append(), entry);
    }
  }

  /**
   * One line of a batch may not be written, because what belongs to it is not possible any more:
   * two people who change the same thing at once is an ordinary outcome. The other lines are not
   * concerned, and neither is the database. It rolls the transaction back and does not leave the
   * ledger.
   */
  @ApplicationException(rollback = true)
  static final class LineRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient QueuedLine line;
    private final DomainException reason;

    /**
     * @param reason what the caller who asked for the line learns
     */
    LineRefusedException(QueuedLine line, DomainException reason) {
      super(reason.getMessage(), reason, false, false);
      this.line = line;
      this.reason = reason;
    }

    QueuedLine line() {
      return line;
    }

    /** Gives the line its answer. */
    void tellCaller() {
      line.fail(reason);
    }
  }

  /**
   * How a batch moves the end of a room's chain.
   *
   * @param signed the new end, signed; null where the old signature still serves
   */
  record HeadChange(RoomTail before, RoomTail after, SignedHead signed) {

    boolean isSignatureDue(int interval) {
      return before.signedPosition() == 0 || after.position() - before.signedPosition() >= interval;
    }

    HeadChange signed(LedgerKey key, Instant now) {
      return new HeadChange(before, after.signed(), SignedHead.sign(key, after.head(), now));
    }
  }
}
