package org.securechat.server.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.securechat.server.room.RoomFixture.ROOT;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.Positions;
import org.securechat.server.account.TestUsers;
import org.securechat.server.actor.ExpectedVersion;
import org.securechat.server.room.Retention;
import org.securechat.server.room.Room;
import org.securechat.server.room.RoomFixture;

class RetentionJobTest {
  private static final Duration DAY = Duration.ofDays(1);

  @RegisterExtension final RoomFixture fixture = new RoomFixture();
  private Room room;

  @BeforeEach
  void aRoomWithTwoOldMessages() {
    TestUsers.add(fixture.database, "alice");
    room = fixture.room("ops", "alice");
    fixture.say(room, "alice");
    fixture.say(room, "alice");
  }

  @Test
  void withoutARuleEverythingIsKept() {
    fixture.clock.advance(DAY.multipliedBy(4_000));
    job(0).run();
    assertThat(fixture.erased(room)).isEmpty();
  }

  @Test
  void whatIsOlderThanTheServersDefaultIsErasedByOneLine() {
    fixture.clock.advance(DAY.multipliedBy(8));
    fixture.say(room, "alice");

    job(7).run();

    assertThat(fixture.erased(room)).containsExactly(2L, 3L);
    EventPayload event = fixture.lastEvent(room);
    assertThat(event.event()).isEqualTo(EventPayload.Event.ERASED);
    assertThat(event.subject()).isEqualTo("2-3");
    assertThat(event.actor()).isEqualTo("@server");
    fixture.ledger.recheck(room.id());
  }

  @Test
  void whatTheIndexKnowsOfItGoesWithIt() {
    fixture.database.doInTransaction(em ->
        em.createNativeQuery(
                "INSERT INTO search_segment VALUES (?1, 0, 1, 3, '%s', X'ff')"
                    .formatted("0".repeat(64)))
            .setParameter(1, room.id().toString())
            .executeUpdate());
    fixture.clock.advance(DAY.multipliedBy(8));

    job(7).run();

    List<?> grams =
        fixture.database.inTransaction(
            em -> em.createNativeQuery("SELECT grams FROM search_segment").getResultList());
    assertThat(grams).hasSize(1).containsOnlyNulls();
  }

  @Test
  void aMessageIsKeptForFullDays() {
    // Said at 19:00: seven days are over at 19:00, and the next midnight is five hours later.
    fixture.clock.advance(DAY.multipliedBy(7).plusHours(4).plusMinutes(59));
    job(7).run();
    assertThat(fixture.erased(room)).isEmpty();

    fixture.clock.advance(Duration.ofMinutes(1));
    job(7).run();
    assertThat(fixture.erased(room)).containsExactly(2L, 3L);
  }

  @Test
  void theRoomsOwnRuleGoesBeforeTheDefault() {
    Room kept = fixture.room("kept", "alice");
    fixture.say(kept, "alice");
    retain(kept, 0);
    retain(room, 3);
    fixture.clock.advance(DAY.multipliedBy(5));

    job(30).run();
    assertThat(fixture.erased(room)).containsExactly(2L, 3L);

    fixture.clock.advance(DAY.multipliedBy(50));
    job(30).run();
    assertThat(fixture.erased(kept)).isEmpty();
  }

  @Test
  void aHeldRoomKeepsEverythingUntilItIsReleased() {
    fixture.hold(room);
    fixture.clock.advance(DAY.multipliedBy(9));
    job(7).run();
    assertThat(fixture.erased(room)).isEmpty();

    fixture.administration.retain(
        "ops", Optional.empty(), Optional.empty(), ExpectedVersion.any(), ROOT);
    job(7).run();
    assertThat(fixture.erased(room)).containsExactly(2L, 3L);
  }

  @Test
  void aHoldThatComesAtTheLastMomentIsRespected() {
    Room read = fixture.administration.get("ops");
    fixture.hold(room);
    assertThatThrownBy(() -> fixture.erasure.erase(read, Positions.range(2, 3), "test", () -> {}))
        .isInstanceOfSatisfying(
            RetentionException.class,
            e -> assertThat(e.reason()).isEqualTo(RetentionException.Reason.LEGAL_HOLD));
    assertThat(fixture.erased(room)).isEmpty();
  }

  @Test
  void aLongBacklogGoesInBatchesAndNothingGoesTwice() {
    fixture.appendAll(
        Stream.generate(() -> RoomFixture.line(room, "alice")).limit(RoomErasure.BATCH).toList());
    fixture.say(room, "alice");
    fixture.clock.advance(DAY.multipliedBy(9));

    job(7).run();
    long head = fixture.ledger.head(room.id()).position();
    job(7).run();

    assertThat(fixture.erased(room)).hasSize(RoomErasure.BATCH + 3);
    assertThat(fixture.lastEvent(room).subject()).isEqualTo("502-504");
    assertThat(fixture.ledger.head(room.id()).position()).isEqualTo(head).isEqualTo(506);
    assertThat(fixture.retention.erasedTo(room.id())).isEqualTo(504);
    fixture.ledger.recheck(room.id());
  }

  @Test
  void anotherDayGoesOnWhereTheLastOneEnded() {
    fixture.clock.advance(DAY);
    fixture.say(room, "alice");
    fixture.clock.advance(DAY.multipliedBy(7));
    job(7).run();
    fixture.ledger.close(Duration.ofSeconds(10));
    fixture.start();
    fixture.clock.advance(DAY);
    job(7).run();

    assertThat(fixture.erased(room)).containsExactly(2L, 3L, 4L);
    assertThat(fixture.lastEvent(room).subject()).isEqualTo("4");
  }

  @Test
  void onlyWhoHasTheLeaseErases() {
    fixture.clock.advance(DAY.multipliedBy(9));
    UUID other = UUID.randomUUID();
    long now = fixture.clock.millis();
    assertThat(fixture.retention.lease(RetentionJob.LEASE, other, now, now + 120_000)).isTrue();

    RetentionJob job = job(7);
    job.run();
    assertThat(fixture.erased(room)).isEmpty();

    fixture.clock.advance(RetentionJob.LEASE_LENGTH);
    job.run();
    assertThat(fixture.erased(room)).isNotEmpty();
    now = fixture.clock.millis();
    assertThat(fixture.retention.lease(RetentionJob.LEASE, other, now, now + 1)).isTrue();
  }

  @Test
  void aRoomWhoseRecordDoesNotVerifyDoesNotStopTheOthers() {
    Room broken = fixture.room("broken", "alice");
    fixture.say(broken, "alice");
    fixture.ledger.close(Duration.ofSeconds(10));
    fixture.database.doInTransaction(em ->
        em.createNativeQuery("UPDATE transcript_entry SET chain = ?1 WHERE room_id = ?2")
            .setParameter(1, "0".repeat(64))
            .setParameter(2, broken.id().toString())
            .executeUpdate());
    fixture.start();
    fixture.clock.advance(DAY.multipliedBy(9));

    job(7).run();

    assertThat(fixture.erased(room)).containsExactly(2L, 3L);
  }

  private void retain(Room changed, int days) {
    fixture.administration.retain(
        changed.name(),
        Optional.of(new Retention(days)),
        Optional.empty(),
        ExpectedVersion.any(),
        ROOT);
  }

  private RetentionJob job(int defaultDays) {
    return new RetentionJob(
        fixture.retention,
        fixture.erasure,
        fixture.ledger,
        fixture.audit,
        new RetentionSettings(new Retention(defaultDays), Duration.ofHours(1), 30),
        fixture.clock,
        List.of(),
        null);
  }
}
