package org.securechat.server.audit;

import java.time.Duration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.server.ledger.LedgerAccess;
import org.securechat.server.ledger.LedgerEntry;
import org.securechat.server.ledger.LedgerKey;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.testing.TestDatabase;
import org.securechat.testkit.MutableClock;

/** An audit log on a fresh database. */
final class AuditFixture implements BeforeEachCallback, AfterEachCallback {
  final TestDatabase database = new TestDatabase();
  final LedgerKey key = LedgerAccess.key();
  final MutableClock clock = new MutableClock();
  TranscriptLedger ledger;
  AuditIndex index;
  AuditLog audit;

  @Override
  public void beforeEach(ExtensionContext context) {
    database.open();
    start();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    ledger.close(Duration.ofSeconds(10));
    database.close();
  }

  /** A server on what is in the database. */
  void start() {
    ledger = LedgerAccess.ledger(database, key);
    index = new JpaAuditIndex(database.joined());
    audit =
        new AuditLog(
            ledger,
            key,
            index,
            null,
            clock,
            new AggregationLimits(50, 5, 20, Duration.ofMinutes(1)));
  }

  void restart() {
    ledger.close(Duration.ofSeconds(10));
    start();
  }

  long lines() {
    return ledger.head(AuditPayload.ROOM_ID).position();
  }

  AuditPayload line(long position) {
    LedgerEntry entry =
        ledger.history(AuditPayload.ROOM_ID, position - 1, 1, 1 << 20).entries().get(0);
    try {
      return AuditPayload.parse(entry.message().orElseThrow().payload());
    } catch (EvidenceException e) {
      throw new AssertionError(e);
    }
  }

  long rows(String table) {
    return database.inTransaction(em ->
        ((Number) em.createNativeQuery("SELECT COUNT(*) FROM " + table).getSingleResult())
            .longValue());
  }
}
