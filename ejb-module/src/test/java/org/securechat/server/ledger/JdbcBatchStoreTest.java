package org.securechat.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;
import static org.securechat.server.ledger.LedgerFixture.append;
import static org.securechat.server.ledger.LedgerFixture.write;
import static org.securechat.server.ledger.TranscriptLedgerTest.assertUnavailable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.securechat.server.ledger.AppendQueue.QueuedLine;
import org.securechat.server.ledger.BreakingConnections.Step;
import org.securechat.server.ledger.LedgerException.FencedException;
import org.securechat.server.ledger.LineStatements.StaleHeadException;
import org.securechat.server.ledger.RoomTailCache.RoomTail;
import org.securechat.server.testing.TestDatabase;

/** The writer's own connection: it breaks at every step, and is given back at every end. */
class JdbcBatchStoreTest {
  @RegisterExtension final LedgerFixture fixture = new LedgerFixture();

  private final UUID room = UUID.randomUUID();
  private BreakingConnections network;
  private TranscriptLedger ledger;

  @BeforeEach
  void open() {
    network = new BreakingConnections(fixture.database.dataSource());
    ledger = ledger();
  }

  private TranscriptLedger ledger() {
    return fixture.ledger(
        fixture.store(), new JdbcBatchStore(network.dataSource()), LedgerFixture.SETTINGS);
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void aLineIsWrittenOnceWhereverTheConnectionBreaks(Step step) {
    assumeThat(step == Step.SYNCHRONISE && TestDatabase.isServer())
        .as("a served database synchronises with its commit")
        .isFalse();
    write(ledger, room, "before");
    // A new connection, so that its steps are taken again.
    network.breakAt(Step.FENCE);
    write(ledger, room, "in between");
    network.breakAt(step);

    switch (step) {
      // These are steps of a connection that is taken after another one is lost.
      case GET, AUTO_COMMIT, METADATA, PREPARE -> {
        ledger.close(Duration.ofSeconds(10));
        ledger = ledger();
      }
      case FENCE, LINES, HEADS, COMMIT_LOST, COMMIT_MADE, SYNCHRONISE -> {}
    }
    assertThat(write(ledger, room, "during").position()).isEqualTo(3);

    assertThat(network.hasBroken()).as("broken at " + step).isTrue();
    assertThat(write(ledger, room, "after").position()).isEqualTo(4);
    assertThat(network.connections).as("connections that are held").hasValue(1);
    assertTranscript("before", "in between", "during", "after");
    ledger.close(Duration.ofSeconds(10));
    assertThat(fixture.heard)
        .extracting(line -> line.entry().position())
        .containsExactly(1L, 2L, 3L, 4L);
    assertNothingIsHeld();
  }

  @ParameterizedTest
  @EnumSource(
      value = Step.class,
      names = {"FENCE", "LINES", "HEADS", "COMMIT_LOST"})
  void aConnectionThatCannotRollBackIsEndedSoThatItCommitsNothingLater(Step step) {
    write(ledger, room, "before");
    network.breakAt(step);

    write(ledger, room, "during");

    assertThat(network.aborted).hasSize(1);
  }

  @Test
  void aConnectionIsKeptFromOneBatchToTheNext() {
    write(ledger, room, "before");
    int statements = network.statements.get();
    network.down(true);

    write(ledger, room, 20);

    assertThat(network.connections).hasValue(1);
    assertThat(network.statements.get() - statements)
        .as("statements prepared again; one moves a head, and one signs it")
        .isLessThanOrEqualTo(2);
  }

  @Test
  void withoutAConnectionALineIsRefusedAndWrittenWhenThereIsOne() {
    network.down(true);
    assertUnavailable(append(ledger, room, "during"));
    assertUnavailable(append(ledger, room, "during, too"));

    network.down(false);

    assertThat(write(ledger, room, "after").position()).isEqualTo(1);
    assertTranscript("after");
  }

  @Test
  void aWriterThatIsFencedGivesItsConnectionBack() {
    write(ledger, room, "by the first");
    write(fixture.ledger(), room, "by the second");

    assertUnavailable(append(ledger, room, "by the first again"));

    await().until(() -> ledger.condition() == LedgerCondition.TAKEN_OVER);
    await().untilAsserted(this::assertNothingIsHeld);
    assertThat(fixture.store().entries(room, 1, 9, 9)).hasSize(2);
  }

  @Test
  void anOrderlyEndGivesTheConnectionBack() {
    write(ledger, room, 3);
    assertThat(network.connections).hasValue(1);

    ledger.close(Duration.ofSeconds(10));

    assertNothingIsHeld();
    assertThat(network.aborted).as("connections that were ended by force").isEmpty();
  }

  @Test
  void anEpochThatIsOverWritesNothing() {
    write(ledger, room, "one");
    ledger.close(Duration.ofSeconds(10));
    fixture.store().takeEpoch("another");
    try (BatchStore batches = fixture.batches()) {
      Batch batch = second("two");

      assertThatThrownBy(() -> batches.commit(1, batch)).isInstanceOf(FencedException.class);

      assertThat(batch.isWritten()).isFalse();
    }
    assertThat(fixture.store().entries(room, 1, 9, 9)).hasSize(1);
  }

  @Test
  void aHeadThatHasMovedRollsTheWholeBatchBack() {
    write(ledger, room, "one");
    ledger.close(Duration.ofSeconds(10));
    fixture.tamper("UPDATE room_head SET position = 7");
    try (BatchStore batches = fixture.batches()) {
      Batch batch = second("two");

      assertThatThrownBy(() -> batches.commit(1, batch)).isInstanceOf(StaleHeadException.class);

      assertThat(batch.isWritten()).isFalse();
    }
    assertThat(fixture.store().entries(room, 1, 9, 9)).hasSize(1);
  }

  /** A driver may send so many updates as one, and has to tell what became of each all the same. */
  @Test
  void theHeadsOfManyRoomsMoveTogetherOrNotAtAll() {
    List<UUID> rooms = Stream.generate(UUID::randomUUID).limit(12).toList();
    rooms.forEach(each -> write(ledger, each, "one"));
    ledger.close(Duration.ofSeconds(10));
    try (BatchStore batches = fixture.batches()) {
      batches.commit(1, following(rooms, 1, "two"));

      assertThat(rooms).allSatisfy(each -> assertThat(lines(each)).isEqualTo(2));

      fixture.tamper(
          "UPDATE room_head SET position = 7 WHERE room_id = '%s'".formatted(rooms.get(8)));
      assertThatThrownBy(() -> batches.commit(1, following(rooms, 2, "three")))
          .isInstanceOf(StaleHeadException.class);

      assertThat(rooms).allSatisfy(each -> assertThat(lines(each)).isEqualTo(2));
    }
  }

  private int lines(UUID of) {
    return fixture.store().entries(of, 1, 9, 9).size();
  }

  @Test
  void whatIsWrittenIsReadThroughThePersistenceUnitAtOnce() {
    for (int i = 1; i <= 40; i++) {
      write(ledger, room, "line " + i);

      assertThat(fixture.store().room(room).head().orElseThrow().position()).isEqualTo(i);
      assertThat(fixture.store().entries(room, i, i, 1)).hasSize(1);
    }
  }

  private Batch second(String text) {
    return following(List.of(room), 1, text);
  }

  /** One more line for each room, behind that position. */
  private Batch following(List<UUID> rooms, long position, String text) {
    Batch batch = new Batch();
    for (UUID each : rooms) {
      LedgerEntry last = fixture.store().entries(each, position, position, 1).get(0).entry();
      RoomTail tail = RoomTail.genesis(each).after(last).signed();
      batch.place(new QueuedLine(LedgerFixture.line(each, text)), tail, Instant.EPOCH);
    }
    return batch;
  }

  private void assertTranscript(String... texts) {
    assertThat(ledger.history(room, 0, 100, Integer.MAX_VALUE).entries())
        .extracting(LedgerFixture::text)
        .containsExactly(texts);
    ledger.recheck(room);
  }

  private void assertNothingIsHeld() {
    assertThat(network.connections).as("connections").hasValue(0);
    assertThat(network.statements).as("statements").hasValue(0);
  }
}
