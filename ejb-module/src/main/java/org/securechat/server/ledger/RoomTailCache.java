package org.securechat.server.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.securechat.protocol.evidence.Chain;
import org.securechat.server.ledger.ChainWalk.BrokenChainException;
import org.securechat.server.ledger.TranscriptLedger.ChainFault;
import org.securechat.server.ledger.TranscriptLedger.Head;
import org.securechat.server.limit.LruMap;

/**
 * The rooms whose chain has been verified since the start, with their tails, and those that are
 * refused. A room stays refused until it has been verified from its first line or the server is
 * started again. Thread-safe.
 */
final class RoomTailCache {
  /** Lines that are read at a time. */
  static final int CHUNK = 128;

  /** Chain values of all rooms together; each takes 40 bytes. */
  private static final int MOST_CHAINS = 1 << 18;

  /** Rooms whose lines are followed, where other servers write, too; each takes some 200 bytes. */
  private static final int MOST_FOLLOWED = 200_000;

  private final RoomVerification verification;
  private final LedgerRecords shared;
  private final Consumer<UUID> opened;
  private final Map<UUID, RoomTail> tails;
  private final RecentChains recent;
  private final Map<UUID, Boolean> refused = new ConcurrentHashMap<>();

  /**
   * @param shared where other servers write, too: what says where rooms end now; else null
   * @param opened is told of a room whose end is known, and whose later lines are found from now on
   */
  RoomTailCache(
      RoomVerification verification, LedgerRecords shared, Consumer<UUID> opened, int cachedRooms) {
    this.opened = opened;
    this.verification = verification;
    this.shared = shared;
    // How far listeners have been told of a room must not be forgotten while they listen.
    this.tails = new LruMap<>(shared == null ? cachedRooms : Math.max(cachedRooms, MOST_FOLLOWED));
    this.recent = new RecentChains(MOST_CHAINS);
  }

  /**
   * The tail of a room, verified: that which is remembered, unless other servers write, too. Then
   * it is the database's, and what is remembered stays: how far this server has told its listeners.
   *
   * @throws LedgerException {@code ROOM_BROKEN}, if the room is refused
   */
  RoomTail tail(UUID roomId) {
    RoomTail known = announced(roomId);
    return shared == null || isEnd(known) ? known : verify(roomId);
  }

  private boolean isEnd(RoomTail known) {
    return shared.end(known.roomId()).map(end -> isSame(known, end)).orElse(known.position() == 0);
  }

  /**
   * The tail up to which listeners have heard of the room's lines; where it is the first time that
   * anyone asks, it is the end.
   *
   * @throws LedgerException {@code ROOM_BROKEN}, if the room is refused
   */
  RoomTail announced(UUID roomId) {
    if (refused.containsKey(roomId)) {
      throw broken(roomId);
    }
    return cached(roomId).orElseGet(() -> open(roomId));
  }

  /**
   * Reads and verifies lines that other servers have written to rooms that are remembered, and
   * remembers that they were read. A room whose lines do not verify is refused.
   *
   * @param records what reads the lines
   * @return the lines, room by room and in order; not more than {@link #CHUNK}, so that there may
   *     be more
   */
  List<LedgerEntry> catchUp(Collection<UUID> roomIds, LedgerRecords records) {
    Map<UUID, RoomTail> known = new LinkedHashMap<>();
    for (UUID roomId : roomIds) {
      if (!refused.containsKey(roomId)) {
        cached(roomId).ifPresent(tail -> known.put(roomId, tail));
      }
    }
    if (known.isEmpty()) {
      return List.of();
    }
    Map<UUID, List<TranscriptEntry>> rows = new LinkedHashMap<>();
    for (TranscriptEntry row : records.entriesAfter(known.values(), CHUNK)) {
      rows.computeIfAbsent(row.roomId(), _ -> new ArrayList<>()).add(row);
    }
    List<LedgerEntry> read = new ArrayList<>();
    rows.forEach((roomId, lines) -> read.addAll(follow(known.get(roomId), lines, records)));
    return read;
  }

  private List<LedgerEntry> follow(
      RoomTail known, List<TranscriptEntry> rows, LedgerRecords records) {
    List<LedgerEntry> read = new ArrayList<>(rows.size());
    try {
      ChainWalk walk = new ChainWalk(records, known.roomId(), known.position(), known.chain());
      for (TranscriptEntry row : rows) {
        read.add(walk.next(row));
      }
    } catch (BrokenChainException e) {
      refuse(known.roomId(), e);
      return List.of();
    }
    read.forEach(this::remember);
    advance(known.after(read.getLast()));
    return read;
  }

  /**
   * Those of some rooms of which not all lines are known here that the database holds.
   *
   * @param ends where the rooms end there, under locks
   * @param wereRead whether all lines have been read: then a room whose end was not reached is
   *     refused
   */
  List<UUID> behind(List<RoomTail> ends, boolean wereRead) {
    List<UUID> behind = new ArrayList<>();
    for (RoomTail end : ends) {
      Optional<RoomTail> known =
          refused.containsKey(end.roomId()) ? Optional.empty() : cached(end.roomId());
      if (known.filter(tail -> !isSame(tail, end)).isPresent()) {
        if (wereRead || known.orElseThrow().position() >= end.position()) {
          refuse(
              end.roomId(),
              new BrokenChainException(end.position(), "the chain does not lead to its head"));
        } else {
          behind.add(end.roomId());
        }
      }
    }
    return behind;
  }

  private static boolean isSame(RoomTail known, RoomTail end) {
    return known.position() == end.position() && known.chain().equals(end.chain());
  }

  /** Whether listeners are told of this room's lines. */
  boolean isAnnounced(UUID roomId) {
    return cached(roomId).isPresent();
  }

  /** Whether listeners have not heard of all lines up to that end. */
  boolean isBehind(RoomTail end) {
    return cached(end.roomId()).filter(known -> known.position() < end.position()).isPresent();
  }

  /** Has listeners told of a room's lines from behind a position on, unless they are already. */
  void announceFrom(UUID roomId, long position) {
    if (!isAnnounced(roomId)) {
      try {
        opened.accept(roomId);
        advance(new RoomTail(roomId, position, ChainWalk.stored(shared, roomId, position), 0, 0));
      } catch (BrokenChainException e) {
        throw refuse(roomId, e);
      }
    }
  }

  private RoomTail verify(UUID roomId) {
    // Another server may begin the room between two of the first attempt's questions.
    int attempts = shared == null ? 1 : 2;
    while (true) {
      try {
        return verification.open(roomId);
      } catch (BrokenChainException e) {
        attempts--;
        if (attempts == 0) {
          throw refuse(roomId, e);
        }
      }
    }
  }

  private RoomTail open(UUID roomId) {
    RoomTail tail = verify(roomId);
    // Between the two: a line that comes meanwhile is found behind this tail.
    opened.accept(roomId);
    advance(tail);
    return tail;
  }

  /** Refuses the room from now on; returns what to throw. */
  LedgerException refuse(UUID roomId, BrokenChainException reason) {
    if (refused.putIfAbsent(roomId, true) == null) {
      LedgerLog.refused(roomId, reason);
    }
    return broken(roomId);
  }

  /**
   * Verifies the whole transcript of a room and serves it again, or refuses it.
   *
   * @throws LedgerException {@code ROOM_BROKEN}, if it does not verify
   */
  void recheck(UUID roomId) {
    if (check(roomId).isPresent()) {
      throw broken(roomId);
    }
  }

  /** How many rooms are refused now. */
  int refused() {
    return refused.size();
  }

  /**
   * As {@link #recheck}, saying what is wrong instead of throwing.
   *
   * @return empty if the transcript verifies
   */
  Optional<ChainFault> check(UUID roomId) {
    try {
      verification.verifyAll(roomId);
      refused.remove(roomId);
      return Optional.empty();
    } catch (BrokenChainException e) {
      refuse(roomId, e);
      return Optional.of(new ChainFault(e.position(), e.getMessage()));
    }
  }

  private synchronized Optional<RoomTail> cached(UUID roomId) {
    return Optional.ofNullable(tails.get(roomId));
  }

  /** Remembers a tail unless a newer one is known already. */
  synchronized void advance(RoomTail tail) {
    tails.merge(
        tail.roomId(), tail, (known, next) -> next.position() >= known.position() ? next : known);
  }

  /** Remembers the chain value after a line that has just been committed. */
  synchronized void remember(LedgerEntry entry) {
    recent.committed(entry.roomId(), entry.position(), entry.chain());
  }

  /** Remembers the chain value after a line that the database has been asked for. */
  synchronized void remember(UUID roomId, long position, String chain) {
    if (position > 0) {
      recent.read(roomId, position, chain);
    }
  }

  /** The chain value after a line, if it was committed or asked for of late. */
  synchronized Optional<String> recentChain(UUID roomId, long position) {
    return recent.get(roomId, position);
  }

  /** Forgets every tail: what the database holds may not be what was thought. */
  synchronized void forgetTails() {
    recent.clear();
    tails.clear();
  }

  /**
   * The chain values after the lines that rooms have got of late, and after those that were asked
   * for: what messages name as the last line that their authors have seen. When there are too many,
   * those of the room that was not used for longest go first. Not thread-safe.
   */
  static final class RecentChains {
    /** An author who is further behind costs a look into the database. */
    static final int KEPT = 512;

    private static final int AT_FIRST = 16;

    private final Map<UUID, RoomChains> rooms = new LinkedHashMap<>(16, 0.75f, true);
    private final int most;
    private int held;

    /**
     * @param most values that there is space for; the room that was used last has its own in any
     *     case
     */
    RecentChains(int most) {
      this.most = most;
    }

    void committed(UUID roomId, long position, String chain) {
      RoomChains room = room(roomId);
      if (room.committed.isOccupied(position) && room.committed.size() < KEPT) {
        held += room.committed.size();
        room.committed = room.committed.doubled();
      }
      room.committed.put(position, chain);
      forgetOldest();
    }

    /** Has a place of its own: what is asked for does not push out the last lines. */
    void read(UUID roomId, long position, String chain) {
      room(roomId).read.put(position, chain);
      forgetOldest();
    }

    Optional<String> get(UUID roomId, long position) {
      RoomChains room = rooms.get(roomId);
      return room == null
          ? Optional.empty()
          : room.committed.get(position).or(() -> room.read.get(position));
    }

    void clear() {
      rooms.clear();
      held = 0;
    }

    private RoomChains room(UUID roomId) {
      return rooms.computeIfAbsent(
          roomId,
          _ -> {
            RoomChains room = new RoomChains();
            held += room.size();
            return room;
          });
    }

    private void forgetOldest() {
      Iterator<RoomChains> oldest = rooms.values().iterator();
      while (held > most && rooms.size() > 1) {
        held -= oldest.next().size();
        oldest.remove();
      }
    }

    private static final class RoomChains {
      private Ring committed = new Ring(AT_FIRST);
      private final Ring read = new Ring(AT_FIRST);

      int size() {
        return committed.size() + read.size();
      }
    }
  }

  /** Values by position, each in the place of the one that was put there before. */
  private static final class Ring {
    private static final int VALUE = 32;

    private final long[] positions;
    private final byte[] values;

    Ring(int size) {
      this.positions = new long[size];
      this.values = new byte[size * VALUE];
    }

    int size() {
      return positions.length;
    }

    private int place(long position) {
      return (int) (position % positions.length);
    }

    /** Whether another position has the place. Positions begin at 1. */
    boolean isOccupied(long position) {
      long there = positions[place(position)];
      return there != 0 && there != position;
    }

    void put(long position, String chain) {
      byte[] value = HexFormat.of().parseHex(chain);
      positions[place(position)] = position;
      System.arraycopy(value, 0, values, place(position) * VALUE, VALUE);
    }

    Optional<String> get(long position) {
      int at = place(position);
      return position > 0 && positions[at] == position
          ? Optional.of(HexFormat.of().formatHex(values, at * VALUE, (at + 1) * VALUE))
          : Optional.empty();
    }

    Ring doubled() {
      Ring larger = new Ring(2 * size());
      for (int at = 0; at < size(); at++) {
        int place = larger.place(positions[at]);
        larger.positions[place] = positions[at];
        System.arraycopy(values, at * VALUE, larger.values, place * VALUE, VALUE);
      }
      return larger;
    }
  }

  private static LedgerException broken(UUID roomId) {
    return new LedgerException(
        LedgerException.Reason.ROOM_BROKEN,
        "the transcript of room " + roomId + " does not verify");
  }

  /**
   * What the next line of a room needs to know.
   *
   * @param position of the last line, 0 for none
   * @param receivedAt of the last line, in milliseconds
   * @param signedPosition of the last signed head, 0 for none
   */
  record RoomTail(UUID roomId, long position, String chain, long receivedAt, long signedPosition) {

    static RoomTail genesis(UUID roomId) {
      return new RoomTail(roomId, 0, Chain.genesis(roomId), 0, 0);
    }

    RoomTail after(LedgerEntry entry) {
      return new RoomTail(
          roomId, entry.position(), entry.chain(), entry.receivedAtMillis(), signedPosition);
    }

    RoomTail signed() {
      return new RoomTail(roomId, position, chain, receivedAt, position);
    }

    Head head() {
      return new Head(roomId, position, chain);
    }
  }
}
