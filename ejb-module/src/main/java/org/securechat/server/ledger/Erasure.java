package org.securechat.server.ledger;

import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Positions;

/**
 * A payload may be missing only where a later line of the server's says that it was erased. One
 * such line can speak of hundreds in a row, so the last one is remembered. Confined to one thread.
 */
final class Erasure {
  private final LedgerRecords store;
  private long position;
  private Positions positions;

  Erasure(LedgerRecords store) {
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
              .map(Erasure::positions)
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
