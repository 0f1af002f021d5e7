package org.securechat.server.ledger;

import java.util.List;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.EvidenceException;

/** A payload may be missing only where a later line of the server's says that it was erased. */
final class Erasure {
  private Erasure() {}

  static void check(LedgerStore store, LedgerEntry erased) throws BrokenChainException {
    List<TranscriptEntry> rows =
        erased.erasedBy() <= erased.position()
            ? List.of()
            : store.entries(erased.roomId(), erased.erasedBy(), erased.erasedBy(), 1);
    if (rows.isEmpty() || !says(rows.get(0), erased.position())) {
      throw new BrokenChainException(
          erased.position(), "the payload is missing and no line says why");
    }
  }

  private static boolean says(TranscriptEntry row, long position) {
    try {
      LedgerEntry line = row.entry();
      if (!line.line().isEvent() || line.payload() == null) {
        return false;
      }
      EventPayload event = EventPayload.parse(line.payload());
      return event.event() == EventPayload.Event.ERASED
          && event.subject().equals(Long.toString(position));
    } catch (EvidenceException | IllegalArgumentException e) {
      return false;
    }
  }
}
