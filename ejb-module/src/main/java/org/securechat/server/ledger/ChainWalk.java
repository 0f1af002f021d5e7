package org.securechat.server.ledger;

import java.util.List;
import java.util.UUID;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.Chain;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Positions;

/**
 * Follows a stored chain line by line and stops at the first that does not belong. Confined to one
 * thread.
 */
final class ChainWalk {
  private static final int CHUNK = 128;

  private final LedgerRecords store;
  private final UUID roomId;
  private final ErasureCheck erasure;
  private long position;
  private String chain;
  private long receivedAt;

  /** Starts behind a position whose chain value is known: 0 and genesis, or a stored line's. */
  ChainWalk(LedgerRecords store, UUID roomId, long position, String chain) {
    this.store = store;
    this.roomId = roomId;
    this.erasure = new ErasureCheck(store);
    this.position = position;
    this.chain = chain;
  }

  /**
   * Starts behind that position, trusting what is stored there.
   *
   * @throws BrokenChainException if there is no such line
   */
  static ChainWalk after(LedgerRecords store, UUID roomId, long position)
      throws BrokenChainException {
    return new ChainWalk(store, roomId, position, stored(store, roomId, position));
  }

  /**
   * The chain value that is stored for that position; genesis for 0.
   *
   * @throws BrokenChainException if there is no such line
   */
  static String stored(LedgerRecords store, UUID roomId, long position)
      throws BrokenChainException {
    if (position == 0) {
      return Chain.genesis(roomId);
    }
    String chain =
        store
            .chain(roomId, position)
            .orElseThrow(() -> new BrokenChainException(position, "the line is missing"));
    if (!Digests.isHex(chain)) {
      throw new BrokenChainException(
          position, "the row holds no line: chain is not a hexadecimal SHA-256");
    }
    return chain;
  }

  /** Takes the next line. */
  LedgerEntry next(TranscriptEntry row) throws BrokenChainException {
    long expected = position + 1;
    LedgerEntry entry = read(row, expected);
    if (entry.position() != expected) {
      throw new BrokenChainException(expected, "the line is missing");
    }
    // PROTOCOL.md §9.2: each chain value covers the one before and the line.
    if (!Chain.next(chain, entry.line().format()).equals(entry.chain())) {
      throw new BrokenChainException(expected, "the line does not continue the chain");
    }
    if (entry.receivedAtMillis() < receivedAt) {
      throw new BrokenChainException(expected, "the line is earlier than the one before");
    }
    checkPayload(entry);
    position = expected;
    chain = entry.chain();
    receivedAt = entry.receivedAtMillis();
    return entry;
  }

  /** The rows that come next, at least one and at most the limit, not beyond the last position. */
  List<TranscriptEntry> rows(long last, int limit) throws BrokenChainException {
    List<TranscriptEntry> rows = store.entries(roomId, position + 1, last, limit);
    if (rows.isEmpty()) {
      throw new BrokenChainException(position + 1, "the line is missing");
    }
    return rows;
  }

  /** Takes every line up to that position. */
  void to(long last) throws BrokenChainException {
    to(last, line -> {});
  }

  /** Takes every line up to that position and has each checked further. */
  void to(long last, RoomVerification.LineCheck check) throws BrokenChainException {
    while (position < last) {
      for (TranscriptEntry row : rows(last, CHUNK)) {
        check.check(next(row));
      }
    }
  }

  private void checkPayload(LedgerEntry entry) throws BrokenChainException {
    byte[] payload = entry.payload();
    if (payload == null) {
      erasure.check(entry);
    } else if (entry.erasedBy() != 0) {
      throw new BrokenChainException(entry.position(), "an erased payload has come back");
    } else if (!Digests.sha256Hex(payload).equals(entry.line().payloadSha256())) {
      throw new BrokenChainException(
          entry.position(), "the payload is not the one that was signed");
    }
  }

  private static LedgerEntry read(TranscriptEntry row, long position) throws BrokenChainException {
    try {
      return row.entry();
    } catch (IllegalArgumentException e) {
      throw new BrokenChainException(position, "the row holds no line: " + e.getMessage());
    }
  }

  long position() {
    return position;
  }

  String chain() {
    return chain;
  }

  long receivedAt() {
    return receivedAt;
  }

  /**
   * A payload may be missing only where a later line of the server's says that it was erased. One
   * such line can speak of hundreds in a row, so the last one is remembered. Confined to one
   * thread.
   */
  private static final class ErasureCheck {
    private final LedgerRecords store;
    private long position;
    private Positions positions;

    ErasureCheck(LedgerRecords store) {
      this.store = store;
    }

    void check(LedgerEntry erased) throws BrokenChainException {
      if (erased.erasedBy() <= erased.position() || !says(erased)) {
        throw new BrokenChainException(
            erased.position(), "the payload is missing and no line says why");
      }
    }

    private boolean says(LedgerEntry erased) {
      if (erased.erasedBy() != position) {
        positions =
            store.entries(erased.roomId(), erased.erasedBy(), erased.erasedBy(), 1).stream()
                .findFirst()
                .map(ErasureCheck::positions)
                .orElse(null);
        position = erased.erasedBy();
      }
      return positions != null && positions.contains(erased.position());
    }

    /** Null if the line does not speak of an erasure. */
    private static Positions positions(TranscriptEntry row) {
      try {
        LedgerEntry line = row.entry();
        if (!line.line().isEvent()
            || line.payload() == null
            || !Digests.sha256Hex(line.payload()).equals(line.line().payloadSha256())) {
          return null;
        }
        EventPayload event = EventPayload.parse(line.payload());
        return event.event() == EventPayload.Event.ERASED ? Positions.parse(event.subject()) : null;
      } catch (EvidenceException | IllegalArgumentException e) {
        return null;
      }
    }
  }

  /** A stored transcript is not what was written. Stackless; the reason is for the log. */
  static final class BrokenChainException extends Exception {
    private final long position;

    BrokenChainException(long position, String reason) {
      super(reason, null, false, false);
      this.position = position;
    }

    /** Where it was noticed. */
    long position() {
      return position;
    }
  }
}
