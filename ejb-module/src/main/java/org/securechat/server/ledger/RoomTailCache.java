package org.securechat.server.ledger;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.securechat.server.ledger.TranscriptLedger.ChainFault;

/**
 * The rooms whose chain has been verified since the start, with their tails, and those that are
 * refused. A room stays refused until it has been verified from its first line or the server is
 * started again. Thread-safe.
 */
final class RoomTailCache {
  private final RoomVerification verification;
  private final Map<UUID, RoomTail> tails;
  private final Map<UUID, Boolean> refused = new ConcurrentHashMap<>();

  RoomTailCache(RoomVerification verification, int cachedRooms) {
    this.verification = verification;
    this.tails =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<UUID, RoomTail> eldest) {
            return size() > cachedRooms;
          }
        };
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

  /** Forgets every tail: what the database holds may not be what was thought. */
  synchronized void forgetTails() {
    tails.clear();
  }

  private static LedgerException broken(UUID roomId) {
    return new LedgerException(
        LedgerException.Reason.ROOM_BROKEN,
        "the transcript of room " + roomId + " does not verify");
  }
}
