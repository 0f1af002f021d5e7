package org.securechat.server.audit;

import java.time.Clock;
import org.securechat.server.ledger.LedgerKey;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.testing.TestDatabase;

/** An audit log for the tests of other packages. */
public final class AuditAccess {
  private AuditAccess() {}

  public static AuditLog log(
      TestDatabase database, TranscriptLedger ledger, LedgerKey key, Clock clock) {
    return new AuditLog(
        ledger, key, new JpaAuditIndex(database.joined()), null, clock, AggregationLimits.DEFAULT);
  }
}
