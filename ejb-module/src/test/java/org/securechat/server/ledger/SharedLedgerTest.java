package org.securechat.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.securechat.server.ledger.LedgerFixture.SETTINGS;
import static org.securechat.server.ledger.LedgerFixture.append;
import static org.securechat.server.ledger.LedgerFixture.text;
import static org.securechat.server.ledger.LedgerFixture.write;
import static org.securechat.server.ledger.UnreliableStore.Fault.DEADLOCK;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.server.room.RoomException;

/** Several servers of a cluster, each with a ledger of its own, on one database. */
class SharedLedgerTest {
  private static final LedgerSettings SHARED = SETTINGS.inCluster("cluster north");

  @RegisterExtension private final LedgerFixture fixture = new LedgerFixture();

  private final UUID room = UUID.randomUUID();

  /** A server of the cluster, and what its listeners have heard. */
  private final class Node implements CommitListener {
    private final TranscriptLedger ledger;
    private final List<LedgerEntry> heard = new CopyOnWriteArrayList<>();

    Node() {
      this(fixture.ledger(fixture.store(), SHARED));
    }

    Node(TranscriptLedger ledger) {
      this.ledger = ledger;
      ledger.listen(this);
      ledger.start();
    }

    @Override
    public void committed(List<CommittedLine> inOrder) {
      inOrder.forEach(line -> heard.add(line.entry()));
    }

    @Override
    public void read(List<LedgerEntry> inOrder) {
      heard.addAll(inOrder);
    }

    List<Long> positions(UUID of) {
      return heard.stream()
          .filter(line -> line.roomId().equals(of))
          .map(LedgerEntry::position)
          .toList();
    }

    void awaitPosition(UUID of, long last) {
      await().until(() -> positions(of).contains(last));
    }
  }

  @Test
  void eachGoesOnWhereTheOtherHasEnded() {
    Node one = new Node();
    Node two = new Node();

    write(one.ledger, room, "first");
    write(two.ledger, room, "second");
    LedgerEntry third = write(one.ledger, room, "third");

    assertThat(third.position()).isEqualTo(3);
    assertThat(two.ledger.history(room, 0, 10, 10_000).entries())
        .extracting(LedgerFixture::text)
        .containsExactly("first", "second", "third");
    one.ledger.recheck(room);
  }

  @Test
  void whatTheOtherHasWrittenIsHeardBeforeOnesOwn() {
    Node one = new Node();
    Node two = new Node();
    write(one.ledger, room, "first");
    write(two.ledger, room, "second");

    write(one.ledger, room, "third");

    one.awaitPosition(room, 3);
    assertThat(one.positions(room)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void whatTheOtherHasWrittenIsHeardBeforeOnesOwnWhoseAnswerWasLost() {
    UnreliableStore unreliable = new UnreliableStore(fixture.database);
    Node one = new Node();
    Node two = new Node(fixture.ledger(unreliable.proxy(), unreliable.batches(), SHARED));
    write(two.ledger, room, "first");
    write(one.ledger, room, "second");
    unreliable.faults.add(UnreliableStore.Fault.MADE);

    write(two.ledger, room, "third");

    two.awaitPosition(room, 3);
    assertThat(two.positions(room)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void lineOfWhichTheDatabaseSaysThatItWasNotWrittenIsWrittenBehindTheOthers() {
    UnreliableStore unreliable = new UnreliableStore(fixture.database);
    Node one = new Node();
    Node two = new Node(fixture.ledger(unreliable.proxy(), unreliable.batches(), SHARED));
    write(two.ledger, room, "first");
    write(one.ledger, room, "second");
    unreliable.faults.add(UnreliableStore.Fault.LOST);

    assertThat(write(two.ledger, room, "third").position()).isEqualTo(3);

    two.awaitPosition(room, 3);
    assertThat(two.positions(room)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void lineThatMeetsOthersAgainAndAgainIsWrittenInTheEnd() {
    UnreliableStore unreliable = new UnreliableStore(fixture.database);
    Node one = new Node(fixture.ledger(unreliable.proxy(), unreliable.batches(), SHARED));
    Collections.addAll(unreliable.faults, DEADLOCK, DEADLOCK, DEADLOCK);

    assertThat(write(one.ledger, room, "first").position()).isEqualTo(1);
  }

  @Test
  void lineThatMeetsOthersForEverIsRefusedAfterAFewAttempts() {
    UnreliableStore unreliable = new UnreliableStore(fixture.database);
    Node one = new Node(fixture.ledger(unreliable.proxy(), unreliable.batches(), SHARED));
    for (int i = 0; i < 100; i++) {
      unreliable.faults.add(DEADLOCK);
    }

    assertThatThrownBy(() -> write(one.ledger, room, "first")).isInstanceOf(LedgerException.class);

    assertThat(unreliable.faults).hasSizeBetween(80, 95);
    unreliable.faults.clear();
    assertThat(write(one.ledger, room, "second").position()).isEqualTo(1);
  }

  @Test
  void serverWhoseClockIsAnHourAheadWritesTheSameRecord() {
    Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
    Node right = new Node();
    Node wrong = new Node(fixture.ledger(fixture.store(), SHARED, ahead));

    long first = write(right.ledger, room, "first").receivedAtMillis();
    long second = write(wrong.ledger, room, "second").receivedAtMillis();
    LedgerEntry third = write(right.ledger, room, "third");

    assertThat(second - first).isGreaterThanOrEqualTo(Duration.ofHours(1).toMillis());
    // The time of a room does not go back; that of others is not touched.
    assertThat(third.receivedAtMillis()).isEqualTo(second);
    assertThat(write(right.ledger, UUID.randomUUID(), "elsewhere").receivedAtMillis())
        .isLessThan(second);
    wrong.awaitPosition(room, 2);
    wrong.ledger.recheck(room);
    right.ledger.recheck(room);
  }

  @Test
  void firstLineOfARoomIsPlacedOnceMoreBecauseAnotherServerMayHaveBegunIt() {
    Node one = new Node();
    AtomicInteger attempts = new AtomicInteger();
    LineRequest line =
        LedgerFixture.line(room, "first")
            .with(() -> {
              if (attempts.incrementAndGet() == 1) {
                throw new RoomException(RoomException.Reason.ARCHIVED, "begun elsewhere");
              }
            });

    assertThat(one.ledger.append(line).toCompletableFuture().join().entry().position())
        .isEqualTo(1);
    assertThat(attempts).hasValue(2);
  }

  @Test
  void firstLineThatIsRefusedAgainIsRefused() {
    Node one = new Node();
    AtomicInteger attempts = new AtomicInteger();
    LineRequest line =
        LedgerFixture.line(room, "first")
            .with(() -> {
              attempts.incrementAndGet();
              throw new RoomException(RoomException.Reason.ARCHIVED, "not allowed");
            });

    assertThatThrownBy(() -> one.ledger.append(line).toCompletableFuture().join())
        .hasCauseInstanceOf(RoomException.class);
    assertThat(attempts).hasValue(2);
    assertThat(write(one.ledger, room, "another").position()).isEqualTo(1);
  }

  @Test
  void allLinesOfManyRoomsAreHeardHoweverManyThereAre() {
    Node one = new Node();
    Node two = new Node();
    List<UUID> rooms = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
    int lines = RoomTailCache.CHUNK + 20;
    rooms.forEach(of -> write(one.ledger, of, "first"));
    rooms.forEach(of -> write(two.ledger, of, "second"));

    List<CompletableFuture<CommittedLine>> written = new ArrayList<>();
    for (int i = 3; i <= lines; i++) {
      for (UUID of : rooms) {
        written.add(append(two.ledger, of, "line " + i));
      }
    }
    written.forEach(CompletableFuture::join);
    one.ledger.moved(rooms);

    for (UUID of : rooms) {
      one.awaitPosition(of, lines);
      assertThat(one.positions(of))
          .containsExactlyElementsOf(LongStream.rangeClosed(1, lines).boxed().toList());
    }
  }

  @Test
  void roomThatHasMovedElsewhereIsHeardOfOnce() {
    Node one = new Node();
    Node two = new Node();
    write(one.ledger, room, "first");
    write(two.ledger, room, "second");
    write(two.ledger, room, "third");

    one.ledger.moved(Set.of(room));
    one.ledger.moved(Set.of(room));
    one.awaitPosition(room, 3);
    one.ledger.moved(Set.of(room));
    write(one.ledger, room, "fourth");

    one.awaitPosition(room, 4);
    assertThat(one.positions(room)).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void roomThatNobodyHasAskedForIsLeftAlone() {
    Node one = new Node();
    Node two = new Node();
    write(two.ledger, room, "first");

    one.ledger.moved(Set.of(room));
    UUID other = UUID.randomUUID();
    write(one.ledger, other, "elsewhere");

    one.awaitPosition(other, 1);
    assertThat(one.positions(room)).isEmpty();
  }

  @Test
  void headAndHistoryAreThoseOfTheDatabase() {
    Node one = new Node();
    Node two = new Node();
    write(one.ledger, room, "first");
    LedgerEntry second = write(two.ledger, room, "second");

    assertThat(one.ledger.head(room).position()).isEqualTo(2);
    assertThat(one.ledger.history(room, 1, 10, 10_000).entries())
        .extracting(LedgerFixture::text)
        .containsExactly("second");
    assertThat(one.ledger.isChainAt(room, 2, second.chain())).isTrue();
    assertThat(one.ledger.isChainAt(room, 2, "0".repeat(64))).isFalse();
    assertThat(one.ledger.isChainAt(room, 3, second.chain())).isFalse();
    // Asking changes nothing of what listeners have heard, or will hear.
    one.ledger.moved(Set.of(room));
    one.awaitPosition(room, 2);
    assertThat(one.positions(room)).containsExactly(1L, 2L);
  }

  @Test
  void allWriteAtOnceToOneRecord() {
    List<Node> nodes = List.of(new Node(), new Node(), new Node());
    List<UUID> rooms = List.of(room, UUID.randomUUID(), UUID.randomUUID());
    int each = 60;
    // Each is asked for each room, as by a login.
    nodes.forEach(node -> rooms.forEach(node.ledger::head));

    List<CompletableFuture<CommittedLine>> answers = new ArrayList<>();
    for (int i = 0; i < each; i++) {
      for (Node node : nodes) {
        for (UUID in : rooms) {
          answers.add(append(node.ledger, in, "line " + i));
        }
      }
    }
    answers.forEach(CompletableFuture::join);

    long last = (long) each * nodes.size();
    for (UUID in : rooms) {
      assertThat(answers.stream().map(answer -> answer.join().entry()))
          .filteredOn(line -> line.roomId().equals(in))
          .extracting(LedgerEntry::position)
          .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, last).boxed().toList());
    }
    for (Node node : nodes) {
      node.ledger.moved(rooms);
      for (UUID in : rooms) {
        node.awaitPosition(in, last);
        assertThat(node.positions(in))
            .containsExactlyElementsOf(LongStream.rangeClosed(1, last).boxed().toList());
        node.ledger.recheck(in);
      }
    }
  }

  @Test
  void allWriteInOneEpochAndOneThatEndsLeavesItToTheOthers() {
    Node one = new Node();
    Node two = new Node();
    write(one.ledger, room, "first");
    write(two.ledger, room, "second");

    one.ledger.close(Duration.ofSeconds(10));

    assertThat(text(write(two.ledger, room, "third"))).isEqualTo("third");
  }

  @Test
  void serverOfNoClusterTakesTheDatabaseFromAllOfThem() {
    Node one = new Node();
    Node two = new Node();
    write(one.ledger, room, "first");
    write(two.ledger, room, "second");
    TranscriptLedger alone = fixture.ledger();

    assertThat(write(alone, room, "third").position()).isEqualTo(3);

    for (Node node : List.of(one, two)) {
      assertThatThrownBy(() -> write(node.ledger, room, "too late"))
          .isInstanceOf(LedgerException.class);
      await().until(() -> node.ledger.condition() == LedgerCondition.TAKEN_OVER);
    }
    assertThat(alone.head(room).position()).isEqualTo(3);
  }

  @Test
  void lineOfASessionIsWrittenAsLongAsItIsOpen() {
    Node one = new Node();
    String session = "ab".repeat(32);
    fixture.tamper(
        "INSERT INTO chat_session (channel_binding, user_id, username, node_id, since,"
            + " connection_no, certificate, address) VALUES ('"
            + session
            + "', 'id', 'alice', 'node', 0, 1, '', '')");
    LineRequest line = LedgerFixture.line(room, "in a session").inSession(session);
    one.ledger.append(line).toCompletableFuture().join();

    fixture.tamper("DELETE FROM chat_session");

    assertThat(one.ledger.append(line).toCompletableFuture())
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(LedgerException.class)
        .withMessageContaining("the session has ended");
    assertThat(write(one.ledger, room, "of no session").position()).isEqualTo(2);
  }

  @Test
  void sessionsDoNotMatterToAServerThatIsAlone() {
    LineRequest line = LedgerFixture.line(room, "alone").inSession("ab".repeat(32));

    assertThat(fixture.ledger().append(line).toCompletableFuture().join().entry().position())
        .isEqualTo(1);
  }

  @Test
  void linesThatDoNotVerifyAreHandedToNobody() {
    Node one = new Node();
    Node two = new Node();
    write(one.ledger, room, "first");
    write(two.ledger, room, "second");
    fixture.tamper("UPDATE transcript_entry SET sender = 'mallory' WHERE position = 2");

    assertThatThrownBy(() -> write(one.ledger, room, "third")).isInstanceOf(LedgerException.class);

    assertThat(one.positions(room)).containsExactly(1L);
    assertThat(one.ledger.refusedRooms()).isEqualTo(1);
  }
}
