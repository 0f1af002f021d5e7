package org.securechat.server.ledger;

import java.time.Clock;
import org.securechat.server.testing.TestDatabase;

/** A ledger for the tests of other packages. */
public final class LedgerAccess {
  private LedgerAccess() {}

  /** A server's key, made for this test. */
  public static LedgerKey key() {
    return new TestKey("receipts");
  }

  public static TranscriptLedger ledger(TestDatabase database, LedgerKey key) {
    return ledger(database, key, Clock.systemUTC());
  }

  public static TranscriptLedger ledger(TestDatabase database, LedgerKey key, Clock clock) {
    return new TranscriptLedger(
        database.perCall(LedgerStore.class, JpaLedgerStore::new),
        key,
        clock,
        Thread::new,
        LedgerFixture.SETTINGS);
  }
}
