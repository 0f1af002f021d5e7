package org.securechat.server.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.server.ledger.LedgerEntry;
import org.securechat.server.ledger.TranscriptLedger.ChainFault;

/**
 * Compares the lines of the log, as they come, with the index that finds them: a search cannot find
 * a line that is missing in the index. Confined to one thread.
 */
final class IndexCheck {
  private static final int CHUNK = 256;

  private final AuditIndex index;
  private final List<AuditLine> waiting = new ArrayList<>();
  private Optional<ChainFault> fault = Optional.empty();

  IndexCheck(AuditIndex index) {
    this.index = index;
  }

  void add(LedgerEntry entry) {
    try {
      waiting.add(AuditLine.of(entry));
    } catch (EvidenceException e) {
      found(entry.position(), e.getMessage());
    }
    if (waiting.size() == CHUNK) {
      compare();
    }
  }

  Optional<ChainFault> end() {
    compare();
    return fault;
  }

  private void compare() {
    if (!waiting.isEmpty()) {
      List<AuditRow> rows =
          index.rows(waiting.get(0).position(), waiting.get(waiting.size() - 1).position());
      for (int i = 0; i < waiting.size(); i++) {
        if (i >= rows.size() || !rows.get(i).fits(waiting.get(i))) {
          found(waiting.get(i).position(), "the index does not lead to this line");
          break;
        }
      }
      waiting.clear();
    }
  }

  private void found(long position, String reason) {
    if (fault.isEmpty()) {
      fault = Optional.of(new ChainFault(position, reason));
    }
  }
}
