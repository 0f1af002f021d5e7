package org.securechat.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.securechat.server.ledger.LedgerFixture.append;
import static org.securechat.server.ledger.LedgerFixture.write;
import static org.securechat.server.ledger.TranscriptLedgerTest.assertUnavailable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.server.ledger.AppendQueue.QueuedLine;
import org.securechat.server.ledger.RoomTailCache.RoomTail;
import org.securechat.server.ledger.UnreliableStore.Fault;

/** The database fails in the middle of things: nothing acknowledged is lost, nothing is twice. */
class LedgerRecoveryTest {
  @RegisterExtension final LedgerFixture fixture = new LedgerFixture();

  private final UUID room = UUID.randomUUID();
  private UnreliableStore store;
  private TranscriptLedger ledger;

  @BeforeEach
  void open() {
    store = new UnreliableStore(fixture.database);
    ledger = fixture.ledger(store.proxy(), store.batches(), LedgerFixture.SETTINGS);
  }

  @Test
  void linesAreRefusedWhileTheDatabaseIsAwayAndWrittenWhenItIsBack() {
    write(ledger, room, "before");
    store.down = true;
    assertUnavailable(append(ledger, room, "during"));
    assertUnavailable(append(ledger, room, "during, too"));

    store.down = false;
    awaitService("after");

    assertTranscript("before", "after");
    assertHeard(2);
  }

  @Test
  void aDatabaseThatIsAwayAtTheStartIsWaitedFor() {
    store.down = true;
    assertUnavailable(append(ledger, room, "too early"));

    store.down = false;
    awaitService("first");

    assertTranscript("first");
    assertHeard(1);
  }

  @Test
  void aCommitWhoseAnswerIsLostIsASuccess() {
    write(ledger, room, "before");
    store.faults.add(Fault.MADE);

    assertThat(write(ledger, room, "made").position()).isEqualTo(2);

    write(ledger, room, "after");
    assertTranscript("before", "made", "after");
    assertHeard(3);
  }

  @Test
  void aCommitThatWasNotMadeIsRepeated() {
    write(ledger, room, "before");
    store.faults.add(Fault.LOST);

    assertThat(write(ledger, room, "lost").position()).isEqualTo(2);

    write(ledger, room, "after");
    assertTranscript("before", "lost", "after");
    assertHeard(3);
  }

  @Test
  void aCommitInDoubtIsAnsweredOnlyWhenTheDatabaseSaysThatItWasMade() {
    write(ledger, room, "before");
    store.faults.add(Fault.MADE_THEN_DOWN);
    CompletableFuture<CommittedLine> doubtful = append(ledger, room, "doubtful");
    await().until(() -> store.refusedCalls.get() > 3);

    assertThat(doubtful).isNotDone();

    store.down = false;
    assertThat(doubtful.join().entry().position()).isEqualTo(2);
    awaitService("after");
    assertTranscript("before", "doubtful", "after");
    assertHeard(3);
  }

  @Test
  void aCommitInDoubtThatWasNotMadeFails() {
    write(ledger, room, "before");
    store.faults.add(Fault.LOST_THEN_DOWN);
    CompletableFuture<CommittedLine> doubtful = append(ledger, room, "doubtful");
    await().until(() -> store.refusedCalls.get() > 3);

    assertThat(doubtful).isNotDone();

    store.down = false;
    assertUnavailable(doubtful);
    awaitService("after");
    assertTranscript("before", "after");
    assertHeard(2);
  }

  @Test
  void nobodyWaitsLongerThanTheLimitAndListenersStillMissNothing() {
    LedgerSettings impatient =
        new LedgerSettings(
            1000,
            1 << 20,
            64,
            16,
            100,
            Duration.ofMillis(5),
            Duration.ofMillis(30),
            "test",
            Duration.ofSeconds(3));
    ledger = fixture.ledger(store.proxy(), store.batches(), impatient);
    write(ledger, room, "before");
    store.faults.add(Fault.MADE_THEN_DOWN);

    assertUnavailable(append(ledger, room, "doubtful"));

    store.down = false;
    awaitService("after");
    assertTranscript("before", "doubtful", "after");
    assertHeard(3);
  }

  @Test
  void aLineIsNotAnsweredBeforeItIsSynchronised() {
    write(ledger, room, "before");
    store.failingSynchronisations.set(5);
    CompletableFuture<CommittedLine> answer = append(ledger, room, "not on the disk yet");
    var _ =
        answer.whenComplete(
            (line, failure) -> assertThat(store.failingSynchronisations.get()).isZero());

    assertThat(answer.join().entry().position()).isEqualTo(2);
    assertThat(store.failingSynchronisations.get()).isZero();
    awaitService("after");
    assertTranscript("before", "not on the disk yet", "after");
    assertHeard(3);
  }

  @Test
  void closingDoesNotWaitForADatabaseThatStaysAway() {
    write(ledger, room, "before");
    store.faults.add(Fault.MADE_THEN_DOWN);
    CompletableFuture<CommittedLine> doubtful = append(ledger, room, "doubtful");
    await().until(() -> store.refusedCalls.get() > 0);

    assertThat(ledger.close(Duration.ofSeconds(10))).isTrue();

    assertUnavailable(doubtful);
  }

  @Test
  void whoeverStartsLaterEndsTheRightOfWhoeverWroteBefore() {
    write(ledger, room, "by the first");
    TranscriptLedger second = fixture.ledger();
    write(second, room, "by the second");

    assertUnavailable(append(ledger, room, "by the first again"));
    assertUnavailable(append(ledger, UUID.randomUUID(), "elsewhere"));
    assertThat(ledger.close(Duration.ofSeconds(10))).isTrue();

    write(second, room, "by the second again");
    ledger = second;
    assertTranscript("by the first", "by the second", "by the second again");
    assertHeard(3);
  }

  @Test
  void aDatabaseThatAnswersAndWritesNoLineIsToldFromOneThatWrites() {
    write(ledger, room, "before");
    for (int i = 0; i < 10; i++) {
      // In its group, and again alone.
      store.faults.add(Fault.LOST);
      store.faults.add(Fault.LOST);
      assertThat(ledger.condition()).isEqualTo(LedgerCondition.WRITING);
      assertUnavailable(append(ledger, room, "refused " + i));
    }
    assertThat(ledger.condition()).isEqualTo(LedgerCondition.FAILING);
    assertThat(ledger.isTakingLines()).as("so that it notices when it is well again").isTrue();

    write(ledger, room, "after");

    assertThat(ledger.condition()).isEqualTo(LedgerCondition.WRITING);
  }

  @Test
  void aWriterWithoutWorkNoticesThatAnotherServerWrites() {
    AtomicBoolean told = new AtomicBoolean();
    TranscriptLedger idle = fixture.ledger(fixture.store(), renewing("idle"));
    idle.whenTakenOver(() -> told.set(true));
    write(idle, room, "by the first");

    write(fixture.ledger(), room, "by the second");

    await().untilTrue(told);
    assertThat(idle.condition()).isEqualTo(LedgerCondition.TAKEN_OVER);
    assertThatThrownBy(() -> idle.signHead(room))
        .isInstanceOfSatisfying(
            LedgerException.class,
            e -> assertThat(e.reason()).isEqualTo(LedgerException.Reason.FENCED));
  }

  @Test
  void anOrderlyEndLeavesNoHolderBehindAndACrashDoes() {
    TranscriptLedger orderly = fixture.ledger(fixture.store(), renewing("orderly"));
    write(orderly, room, "one");
    assertThat(holder()).isEqualTo("orderly");
    orderly.close(Duration.ofSeconds(10));
    assertThat(holder()).isNull();

    TranscriptLedger first = fixture.ledger(fixture.store(), renewing("first"));
    write(first, room, "two");
    TranscriptLedger second = fixture.ledger(fixture.store(), renewing("second"));
    write(second, room, "three");
    first.close(Duration.ofSeconds(10));
    assertThat(holder()).as("who was fenced gives back nothing").isEqualTo("second");
  }

  private static LedgerSettings renewing(String holder) {
    return new LedgerSettings(
        1000,
        1 << 20,
        64,
        16,
        100,
        Duration.ofMillis(5),
        Duration.ofSeconds(20),
        holder,
        Duration.ofMillis(5));
  }

  private String holder() {
    return fixture.database.inTransaction(
        em -> (String) em.createNativeQuery("SELECT holder FROM ledger_epoch").getSingleResult());
  }

  @Test
  void aCommitThatWasMadeBeforeTheFenceIsStillASuccess() {
    write(ledger, room, "before");
    store.faults.add(Fault.MADE_THEN_DOWN);
    CompletableFuture<CommittedLine> doubtful = append(ledger, room, "doubtful");
    await().until(() -> store.refusedCalls.get() > 0);
    TranscriptLedger second = fixture.ledger();
    write(second, room, "by the second");

    store.down = false;

    assertThat(doubtful.join().entry().position()).isEqualTo(2);
    assertUnavailable(append(ledger, room, "after"));
    ledger = second;
    assertTranscript("before", "doubtful", "by the second");
    // The caller may have its answer before listeners have heard.
    await()
        .untilAsserted(() ->
            assertThat(fixture.heard)
                .extracting(line -> line.entry().position())
                .containsExactlyInAnyOrder(1L, 2L, 3L));
  }

  @Test
  void aPositionThatIsTakenFailsTheWholeTransaction() {
    write(ledger, room, "one");
    long epoch = 1;
    Batch batch = batch("two");
    fixture.store().commit(epoch, batch);
    Batch same = batch("another two");

    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> fixture.store().commit(epoch, same)))
        .isNotNull();

    assertThat(fixture.store().entries(room, 1, 9, 9)).hasSize(2);
  }

  @Test
  void aWriterWhoseMemoryIsStaleReadsAgain() {
    write(ledger, room, "one");
    fixture.store().commit(1, batch("two, behind the writer's back"));

    assertThat(write(ledger, room, "three").position()).isEqualTo(3);
  }

  private Batch batch(String text) {
    Batch batch = new Batch();
    RoomTail tail =
        RoomTail.genesis(room).after(fixture.store().entries(room, 1, 1, 1).get(0).entry());
    batch.place(new QueuedLine(LedgerFixture.line(room, text)), tail.signed(), Instant.EPOCH);
    return batch;
  }

  private void awaitService(String text) {
    await()
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(write(ledger, room, text).position()).isPositive());
  }

  private void assertTranscript(String... texts) {
    List<LedgerEntry> lines = ledger.history(room, 0, 100, Integer.MAX_VALUE).entries();
    assertThat(lines).extracting(LedgerFixture::text).containsExactly(texts);
    ledger.recheck(room);
    ledger.close(Duration.ofSeconds(10));
  }

  /** The caller may have its answer before listeners have heard. */
  private void assertHeard(int lines) {
    await()
        .untilAsserted(() ->
            assertThat(fixture.heard)
                .extracting(line -> line.entry().position())
                .containsExactlyElementsOf(LongStream.rangeClosed(1, lines).boxed().toList()));
  }
}
