package org.securechat.server.ledger;

import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.securechat.server.search.ErasedSegments;
import org.securechat.server.testing.TestDatabase;

/** A ledger for the tests of other packages. */
public final class LedgerAccess {
  private LedgerAccess() {}

  /** A server's key, made for this test. */
  public static LedgerKey key() {
    return new TestKey("receipts");
  }

  /** Another server's key. */
  public static LedgerKey otherKey() {
    return new TestKey("receipts of another server");
  }

  /** Writes lines into a room and waits for them. */
  public static void write(TranscriptLedger ledger, UUID room, int lines) {
    LedgerFixture.write(ledger, room, lines);
  }

  /** Writes a line and does not wait. */
  public static CompletionStage<CommittedLine> append(
      TranscriptLedger ledger, UUID room, String text) {
    return LedgerFixture.append(ledger, room, text);
  }

  public static TranscriptLedger ledger(TestDatabase database, LedgerKey key) {
    return ledger(database, key, Clock.systemUTC());
  }

  public static TranscriptLedger ledger(TestDatabase database, LedgerKey key, Clock clock) {
    return new TranscriptLedger(
        database.perCall(LedgerStore.class, em -> new JpaLedgerStore(em, new ErasedSegments())),
        new JdbcBatchStore(database.wired()),
        key,
        clock,
        Thread::new,
        LedgerFixture.SETTINGS);
  }
}
