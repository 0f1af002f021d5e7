package org.securechat.server.ledger;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
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
  /** Each takes up to 8 KiB. */
  private static final int RECENT_ROOMS = 2_000;

  private final RoomVerification verification;
  private final Map<UUID, RoomTail> tails;
  private final Map<UUID, RecentChains> recent = new LruMap<>(RECENT_ROOMS);
  private final Map<UUID, Boolean> refused = new ConcurrentHashMap<>();

  RoomTailCache(RoomVerification verification, int cachedRooms) {
    this.verification = verification;
    this.tails = new LruMap<>(cachedRooms);
  }

  /**
   * The tail of a room, verified on first use.
   *
   * @throws LedgerException {@code ROOM_BROKEN}, if the room is refused
   */
  RoomTail tail(UUID roomId) {
    if (refused.containsKey(roomId)) {
      throw broken(roomId);
    }
    return cached(roomId).orElseGet(() -> open(roomId));
  }

  private RoomTail open(UUID roomId) {
    try {
      RoomTail tail = verification.open(roomId);
      advance(tail);
      return tail;
    } catch (BrokenChainException e) {
      throw refuse(roomId, e);
    }
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
    recent
        .computeIfAbsent(entry.roomId(), _ -> new RecentChains())
        .put(entry.position(), entry.chain());
  }

  /** The chain value after a line, if it was committed of late. */
  synchronized Optional<String> recentChain(UUID roomId, long position) {
    return Optional.ofNullable(recent.get(roomId)).flatMap(chains -> chains.get(position));
  }

  /** Forgets every tail: what the database holds may not be what was thought. */
  synchronized void forgetTails() {
    recent.clear();
    tails.clear();
  }

  /** The chain values after a room's last lines. */
  private static final class RecentChains {
    private static final int KEPT = 64;

    private final long[] positions = new long[KEPT];
    private final String[] chains = new String[KEPT];

    void put(long position, String chain) {
      int place = (int) (position % KEPT);
      positions[place] = position;
      chains[place] = chain;
    }

    Optional<String> get(long position) {
      int place = (int) (position % KEPT);
      return positions[place] == position ? Optional.ofNullable(chains[place]) : Optional.empty();
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
