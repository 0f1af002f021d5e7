package org.securechat.server.audit;

import java.time.Instant;
import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.server.ledger.LedgerEntry;

/**
 * A line of the audit log.
 *
 * @param position from 1
 * @param recordedAt when the ledger took it; what happened did so at or before that time
 * @param payload what it says
 * @param chain the chain value after it, lower-case hex
 */
public record AuditLine(long position, Instant recordedAt, AuditPayload payload, String chain) {

  /**
   * @throws EvidenceException if the entry is not an audit line
   */
  static AuditLine of(LedgerEntry entry) throws EvidenceException {
    byte[] payload =
        entry
            .message()
            .orElseThrow(() -> new EvidenceException("a line of the audit log without payload"))
            .payload();
    if (!entry.line().isEvent()) {
      throw new EvidenceException("a line of the audit log that the server has not written");
    }
    return new AuditLine(
        entry.position(), entry.receivedAt(), AuditPayload.parse(payload), entry.chain());
  }
}
