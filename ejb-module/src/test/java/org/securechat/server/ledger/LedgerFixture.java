package org.securechat.server.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.server.search.ErasedSegments;
import org.securechat.server.testing.TestDatabase;

/** A ledger on a fresh database, and what tests say to it. */
final class LedgerFixture implements BeforeEachCallback, AfterEachCallback {
  static final LedgerSettings SETTINGS =
      new LedgerSettings(
          1000,
          1 << 20,
          64,
          16,
          100,
          Duration.ofMillis(5),
          Duration.ofSeconds(20),
          "test",
          Duration.ofSeconds(3));
  static final SenderCertificate ALICE =
      SenderCertificate.of("certificate of alice".getBytes(StandardCharsets.UTF_8));

  final TestDatabase database = new TestDatabase();
  final TestKey key = new TestKey("receipts");
  final List<CommittedLine> heard = new CopyOnWriteArrayList<>();
  private final List<TranscriptLedger> ledgers = new ArrayList<>();

  @Override
  public void beforeEach(ExtensionContext context) {
    database.open();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    ledgers.forEach(ledger -> ledger.close(Duration.ofSeconds(10)));
    database.close();
  }

  LedgerStore store() {
    return database.perCall(LedgerStore.class, em -> new JpaLedgerStore(em, new ErasedSegments()));
  }

  BatchStore batches() {
    return new JdbcBatchStore(database.wired());
  }

  TranscriptLedger ledger() {
    return ledger(store(), SETTINGS);
  }

  TranscriptLedger ledger(LedgerStore store, LedgerSettings settings) {
    return ledger(store, batches(), settings);
  }

  TranscriptLedger ledger(LedgerStore store, BatchStore batches, LedgerSettings settings) {
    return ledger(store, batches, settings, Clock.systemUTC());
  }

  TranscriptLedger ledger(LedgerStore store, LedgerSettings settings, Clock clock) {
    return ledger(store, batches(), settings, clock);
  }

  private TranscriptLedger ledger(
      LedgerStore store, BatchStore batches, LedgerSettings settings, Clock clock) {
    TranscriptLedger ledger =
        new TranscriptLedger(store, batches, key, clock, Thread::new, settings);
    ledger.listen(heard::addAll);
    ledgers.add(ledger);
    return ledger;
  }

  static LineRequest line(UUID room, String text) {
    return LineRequest.of(
        room,
        "room",
        "alice",
        ALICE,
        new SignedMessage(
            text.getBytes(StandardCharsets.UTF_8), "signature".getBytes(StandardCharsets.UTF_8)));
  }

  static CompletableFuture<CommittedLine> append(TranscriptLedger ledger, UUID room, String text) {
    return ledger.append(line(room, text)).toCompletableFuture();
  }

  /** Appends and waits. */
  static LedgerEntry write(TranscriptLedger ledger, UUID room, String text) {
    try {
      return append(ledger, room, text).join().entry();
    } catch (CompletionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  static void write(TranscriptLedger ledger, UUID room, int lines) {
    List<CompletableFuture<CommittedLine>> answers = new ArrayList<>();
    for (int i = 1; i <= lines; i++) {
      answers.add(append(ledger, room, "line " + i));
    }
    answers.forEach(CompletableFuture::join);
  }

  static String text(LedgerEntry entry) {
    return new String(entry.payload(), StandardCharsets.UTF_8);
  }

  /** Changes rows behind the ledger's back. */
  int tamper(String sql) {
    return database.inTransaction(em -> em.createNativeQuery(sql).executeUpdate());
  }
}
