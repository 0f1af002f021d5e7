package org.securechat.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.securechat.server.ledger.LedgerFixture.append;
import static org.securechat.server.ledger.LedgerFixture.line;
import static org.securechat.server.ledger.LedgerFixture.text;
import static org.securechat.server.ledger.LedgerFixture.write;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.evidence.Chain;
import org.securechat.server.DomainException;
import org.securechat.server.endpoint.ProtocolErrors;
import org.securechat.server.ledger.TranscriptLedger.Head;
import org.securechat.server.ledger.TranscriptLedger.HistoryPage;
import org.securechat.server.room.RoomException;
import org.securechat.server.room.SupersededException;
import org.securechat.testkit.MutableClock;

class TranscriptLedgerTest {
  @RegisterExtension final LedgerFixture fixture = new LedgerFixture();

  private final UUID room = UUID.randomUUID();

  @Test
  void aLineIsInTheDatabaseWhenItIsAnswered() {
    TranscriptLedger ledger = fixture.ledger();

    LedgerEntry written = write(ledger, room, "hello");

    assertThat(written.position()).isEqualTo(1);
    assertThat(written.chain()).isEqualTo(Chain.next(Chain.genesis(room), written.line().format()));
    LedgerEntry stored = fixture.store().entries(room, 1, 9, 9).get(0).entry();
    assertThat(stored.line()).isEqualTo(written.line());
    assertThat(stored.chain()).isEqualTo(written.chain());
    assertThat(text(stored)).isEqualTo("hello");
    assertThat(ledger.certificate(LedgerFixture.ALICE.sha256()))
        .hasValueSatisfying(der -> assertThat(der).isEqualTo(LedgerFixture.ALICE.der()));
  }

  @Test
  void anotherServerContinuesTheChain() {
    TranscriptLedger first = fixture.ledger();
    write(first, room, 40);
    first.close(Duration.ofSeconds(10));
    fixture.database.reopen();

    TranscriptLedger second = fixture.ledger();
    assertThat(second.head(room).position()).isEqualTo(40);
    LedgerEntry next = write(second, room, "again");

    assertThat(next.position()).isEqualTo(41);
    second.recheck(room);
  }

  @Test
  void aRoomWithoutLinesEndsAtItsGenesis() {
    assertThat(fixture.ledger().head(room)).isEqualTo(new Head(room, 0, Chain.genesis(room)));
    assertThat(fixture.ledger().history(room, 0, 10, 1000).entries()).isEmpty();
  }

  @Test
  void manyProducersAndRoomsGetDensePositionsInTheOrderOfTheirCalls() throws Exception {
    TranscriptLedger ledger = fixture.ledger();
    List<UUID> rooms = List.of(room, UUID.randomUUID(), UUID.randomUUID());
    ExecutorService producers = Executors.newFixedThreadPool(8);
    List<Future<?>> done = new ArrayList<>();
    for (int p = 0; p < 8; p++) {
      int producer = p;
      done.add(producers.submit(() -> produce(ledger, rooms, producer)));
    }
    for (Future<?> each : done) {
      each.get();
    }
    producers.shutdown();

    for (UUID each : rooms) {
      List<LedgerEntry> lines = ledger.history(each, 0, 1000, Integer.MAX_VALUE).entries();
      assertThat(lines)
          .extracting(LedgerEntry::position)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 400).boxed().toList());
      for (int p = 0; p < 8; p++) {
        String prefix = p + ":";
        assertThat(lines)
            .extracting(LedgerFixture::text)
            .filteredOn(text -> text.startsWith(prefix))
            .containsExactlyElementsOf(LongStream.range(0, 50).mapToObj(i -> prefix + i).toList());
      }
      assertThat(fixture.heard)
          .filteredOn(line -> line.entry().roomId().equals(each))
          .extracting(line -> line.entry().position())
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 400).boxed().toList());
      ledger.recheck(each);
    }
  }

  private static void produce(TranscriptLedger ledger, List<UUID> rooms, int producer) {
    for (int i = 0; i < 50; i++) {
      List<CompletableFuture<CommittedLine>> answers = new ArrayList<>();
      for (UUID each : rooms) {
        answers.add(append(ledger, each, producer + ":" + i));
      }
      answers.forEach(CompletableFuture::join);
    }
  }

  @Test
  void timeNeverGoesBackInARoom() {
    MutableClock clock = new MutableClock();
    TranscriptLedger ledger = fixture.ledger(fixture.store(), LedgerFixture.SETTINGS, clock);

    LedgerEntry first = write(ledger, room, "on time");
    clock.advance(Duration.ofSeconds(-4));
    LedgerEntry second = write(ledger, room, "the clock was set back");
    clock.advance(Duration.ofSeconds(6));
    LedgerEntry third = write(ledger, room, "later");

    assertThat(second.receivedAt()).isEqualTo(first.receivedAt());
    assertThat(third.receivedAt()).isEqualTo(first.receivedAt().plusSeconds(2));
  }

  @Test
  void historyComesInPagesThatJoinWithoutGap() {
    TranscriptLedger ledger = fixture.ledger();
    write(ledger, room, 200);

    HistoryPage first = ledger.history(room, 0, 150, Integer.MAX_VALUE);
    HistoryPage second = ledger.history(room, 150, 150, Integer.MAX_VALUE);
    HistoryPage exact = ledger.history(room, 150, 50, Integer.MAX_VALUE);

    assertThat(first.entries()).hasSize(150);
    assertThat(first.more()).isTrue();
    assertThat(second.entries()).extracting(LedgerEntry::position).startsWith(151L).endsWith(200L);
    assertThat(second.more()).isFalse();
    assertThat(exact.entries()).hasSize(50);
    assertThat(exact.more()).isFalse();
    assertThat(ledger.history(room, 200, 10, 1000).entries()).isEmpty();
    assertThat(ledger.history(room, 7000, 10, 1000).entries()).isEmpty();
  }

  /** A peer may ask for anything; only the database can make a room be refused. */
  @Test
  void askingForLinesThatAreNotThereIsABadRequestAndNoMore() {
    TranscriptLedger ledger = fixture.ledger();
    write(ledger, room, 3);

    for (long position : new long[] {Long.MIN_VALUE, -1, 4, 5, Long.MAX_VALUE}) {
      assertBadRequest(() -> ledger.chainAt(room, position));
      assertBadRequest(() -> ledger.entries(room, position, position, entry -> {}));
    }
    assertBadRequest(() -> ledger.history(room, -1, 10, 1000));
    assertBadRequest(() -> ledger.history(room, 0, 0, 1000));
    assertBadRequest(() -> ledger.entries(room, 3, 1, entry -> {}));

    assertThat(ledger.history(room, 0, 10, 10_000).entries()).hasSize(3);
  }

  private static void assertBadRequest(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(ProtocolErrors.code(e)).isEqualTo(ErrorCode.BAD_REQUEST));
  }

  @Test
  void aPageKeepsItsSizeButAlwaysHoldsALine() {
    TranscriptLedger ledger = fixture.ledger();
    for (int i = 0; i < 5; i++) {
      write(ledger, room, "x".repeat(10_000));
    }

    assertThat(ledger.history(room, 0, 100, 40_000).entries()).hasSize(2);
    HistoryPage tiny = ledger.history(room, 3, 100, 1);
    assertThat(tiny.entries()).extracting(LedgerEntry::position).containsExactly(4L);
    assertThat(tiny.more()).isTrue();
  }

  @Test
  void aFullQueueRefusesAtOnceAndWritesNothingOfIt() {
    LedgerSettings narrow =
        new LedgerSettings(
            3,
            1 << 20,
            1,
            16,
            10,
            Duration.ofMillis(5),
            Duration.ofSeconds(20),
            "test",
            Duration.ofSeconds(3));
    BlockingStore store = new BlockingStore(fixture);
    TranscriptLedger ledger = fixture.ledger(store.proxy(), store.batches(), narrow);
    CompletableFuture<CommittedLine> working = append(ledger, room, "at work");
    store.awaitBlocked();

    List<CompletableFuture<CommittedLine>> waiting = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      waiting.add(append(ledger, room, "waiting " + i));
    }
    CompletableFuture<CommittedLine> refused = append(ledger, room, "one too many");

    assertUnavailable(refused);
    store.release();
    working.join();
    waiting.forEach(CompletableFuture::join);
    assertThat(ledger.history(room, 0, 10, Integer.MAX_VALUE).entries())
        .extracting(LedgerFixture::text)
        .containsExactly("at work", "waiting 0", "waiting 1", "waiting 2");
  }

  @Test
  void theQueueIsBoundedInBytesToo() {
    LedgerSettings narrow =
        new LedgerSettings(
            1000,
            1000,
            1,
            16,
            10,
            Duration.ofMillis(5),
            Duration.ofSeconds(20),
            "test",
            Duration.ofSeconds(3));
    TranscriptLedger ledger = fixture.ledger(fixture.store(), narrow);

    assertUnavailable(append(ledger, room, "x".repeat(1000)));
    assertThat(write(ledger, room, "x".repeat(900)).position()).isEqualTo(1);
    assertThat(write(ledger, room, "x".repeat(900)).position()).isEqualTo(2);
  }

  @Test
  void closingWritesWhatWaitsAndRefusesWhatComes() {
    BlockingStore store = new BlockingStore(fixture);
    TranscriptLedger ledger =
        fixture.ledger(store.proxy(), store.batches(), LedgerFixture.SETTINGS);
    CompletableFuture<CommittedLine> working = append(ledger, room, "at work");
    store.awaitBlocked();
    CompletableFuture<CommittedLine> waiting = append(ledger, room, "waiting");
    CompletableFuture<Boolean> closing =
        CompletableFuture.supplyAsync(() -> ledger.close(Duration.ofSeconds(10)));
    store.release();

    assertThat(closing.join()).isTrue();
    assertThat(working.join().entry().position()).isEqualTo(1);
    assertThat(waiting.join().entry().position()).isEqualTo(2);
    assertUnavailable(append(ledger, room, "late"));
  }

  @Test
  void closingInTimeFailsWhatCannotBeWritten() {
    BlockingStore store = new BlockingStore(fixture);
    TranscriptLedger ledger =
        fixture.ledger(store.proxy(), store.batches(), LedgerFixture.SETTINGS);
    var _ = append(ledger, room, "at work");
    store.awaitBlocked();
    CompletableFuture<CommittedLine> waiting = append(ledger, room, "waiting");

    assertThat(ledger.close(Duration.ofMillis(20))).isFalse();

    assertUnavailable(waiting);
    store.release();
  }

  @Test
  void aLedgerThatWasNeverUsedCloses() {
    assertThat(fixture.ledger().close(Duration.ZERO)).isTrue();
  }

  @Test
  void aListenerThatFailsStopsNobody() {
    TranscriptLedger ledger = fixture.ledger();
    List<Long> later = new ArrayList<>();
    ledger.listen(lines -> {
      throw new IllegalStateException("a listener's fault");
    });
    ledger.listen(lines -> lines.forEach(line -> later.add(line.entry().position())));

    write(ledger, room, "one");
    write(ledger, room, "two");
    ledger.close(Duration.ofSeconds(10));

    assertThat(later).containsExactly(1L, 2L);
  }

  @Test
  void onlyTheLineWhoseActionFailsIsLeftOut() {
    BlockingStore store = new BlockingStore(fixture);
    TranscriptLedger ledger =
        fixture.ledger(store.proxy(), store.batches(), LedgerFixture.SETTINGS);
    var _ = append(ledger, UUID.randomUUID(), "keeps the writer busy");
    store.awaitBlocked();
    CompletableFuture<CommittedLine> before = append(ledger, room, "before");
    CompletableFuture<CommittedLine> bad =
        ledger
            .append(
                line(room, "bad")
                    .with(() -> {
                      throw new RoomException(RoomException.Reason.NOT_PERMITTED, "no");
                    }))
            .toCompletableFuture();
    CompletableFuture<CommittedLine> broken =
        ledger
            .append(
                line(room, "broken")
                    .with(() -> {
                      throw new IllegalStateException("an action's fault");
                    }))
            .toCompletableFuture();
    CompletableFuture<CommittedLine> after = append(ledger, room, "after");
    store.release();

    assertThat(before.join().entry().position()).isEqualTo(1);
    assertThat(after.join().entry().position()).isEqualTo(2);
    assertThatThrownBy(bad::join)
        .cause()
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(ProtocolErrors.code(e)).isEqualTo(ErrorCode.FORBIDDEN));
    assertUnavailable(broken);
    ledger.recheck(room);
  }

  @Test
  void aLostRaceCostsTheOtherLinesOfItsGroupOneMoreCommitAndNoQuestion() {
    write(fixture.ledger(), room, 3);
    BlockingStore store = new BlockingStore(fixture);
    TranscriptLedger ledger =
        fixture.ledger(store.proxy(), store.batches(), LedgerFixture.SETTINGS);
    CompletableFuture<CommittedLine> first = append(ledger, UUID.randomUUID(), "busy");
    store.awaitBlocked();
    List<CompletableFuture<CommittedLine>> answers = new ArrayList<>();
    List<CompletableFuture<CommittedLine>> lost = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      answers.add(append(ledger, room, "line " + i));
      if (i % 10 == 0) {
        LineRequest late =
            line(room, "late")
                .with(() -> {
                  throw new SupersededException("somebody else was faster");
                });
        lost.add(ledger.append(late).toCompletableFuture());
      }
    }
    store.release();

    first.join();
    answers.forEach(CompletableFuture::join);
    for (CompletableFuture<CommittedLine> each : lost) {
      assertThatThrownBy(each::join).hasCauseInstanceOf(SupersededException.class);
    }
    assertThat(store.calls().stream().filter("commit"::equals)).hasSize(4);
    assertThat(store.calls()).doesNotContain("resolveOutcome");
    // What was known of the room was not forgotten: it is looked up once.
    assertThat(store.calls().stream().filter("room"::equals)).hasSizeLessThanOrEqualTo(2);
    ledger.recheck(room);
  }

  static void assertUnavailable(CompletableFuture<CommittedLine> answer) {
    assertThatThrownBy(answer::join)
        .cause()
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(ProtocolErrors.code(e)).isEqualTo(ErrorCode.UNAVAILABLE));
  }
}
