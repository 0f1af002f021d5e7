package org.securechat.server.ledger;

import java.util.List;

/** A payload may be missing only where a later line of the server's says that it was erased. */
final class Erasure {
  private Erasure() {}

  static void check(LedgerStore store, LedgerEntry erased) throws BrokenChainException {
    List<TranscriptEntry> rows =
        erased.erasedBy() <= erased.position()
            ? List.of()
            : store.entries(erased.roomId(), erased.erasedBy(), erased.erasedBy(), 1);
    if (rows.isEmpty()) {
      throw new BrokenChainException(erased.position(), "the payload is missing");
    }
  }
}
