package org.securechat.server.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.securechat.server.room.RoomFixture.ROOT;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.server.account.TestUsers;
import org.securechat.server.actor.ExpectedVersion;
import org.securechat.server.ledger.LedgerException;
import org.securechat.server.room.Room;
import org.securechat.server.room.RoomFixture;

class PersonalDataTest {
  @RegisterExtension final RoomFixture fixture = new RoomFixture();
  private Room ops;
  private Room law;

  @BeforeEach
  void twoPeopleInTwoRooms() {
    TestUsers.add(fixture.database, "alice");
    ops = fixture.room("ops", "alice");
    law = fixture.room("law", "alice");
    fixture.say(ops, "alice");
    fixture.say(ops, "bob");
    fixture.say(ops, "alice");
    fixture.say(ops, "alice");
    fixture.say(law, "alice");
  }

  @Test
  void theMessagesOfOneUserGoAndNobodyElses() {
    ErasedMessages result = fixture.personal.eraseMessagesOf("alice", ROOT);

    assertThat(result.erased()).isEqualTo(4);
    assertThat(result.isComplete()).isTrue();
    assertThat(fixture.erased(ops)).containsExactly(2L, 4L, 5L);
    assertThat(fixture.lastEvent(ops).subject()).isEqualTo("2,4-5");
    assertThat(fixture.erased(law)).containsExactly(2L);
    fixture.ledger.recheck(ops.id());
    assertThat(fixture.audited())
        .endsWith("user.messages.erase success alice", "user.messages.erased success alice");
  }

  @Test
  void aHeldRoomIsReportedAndDoneLater() {
    fixture.hold(law);

    ErasedMessages first = fixture.personal.eraseMessagesOf("alice", ROOT);

    assertThat(first.erased()).isEqualTo(3);
    assertThat(first.kept())
        .containsExactly(new ErasedMessages.Kept("law", ErasedMessages.Reason.HELD));
    assertThat(fixture.erased(law)).isEmpty();

    fixture.administration.retain(
        "law", Optional.empty(), Optional.empty(), ExpectedVersion.any(), ROOT);
    ErasedMessages second = fixture.personal.eraseMessagesOf("alice", ROOT);
    assertThat(second).isEqualTo(new ErasedMessages(1, List.of()));
  }

  @Test
  void theServerGoesOnWhenThereIsSomethingItMayErase() {
    fixture.hold(law);
    assertThat(fixture.personal.isHeld("alice")).as("ops is free").isFalse();
    fixture.personal.eraseMessagesOf("alice", ROOT);
    assertThat(fixture.personal.isHeld("alice")).isTrue();

    fixture.administration.retain(
        "law", Optional.empty(), Optional.empty(), ExpectedVersion.any(), ROOT);
    assertThat(fixture.personal.isHeld("alice")).isFalse();
    assertThat(fixture.personal.eraseRestOf("alice")).isEqualTo(new ErasedMessages(1, List.of()));
    assertThat(fixture.personal.isHeld("alice")).as("nothing is left").isFalse();
    assertThat(fixture.erased(law)).containsExactly(2L);
  }

  @Test
  void aSecondTimeThereIsNothingLeft() {
    fixture.personal.eraseMessagesOf("alice", ROOT);
    long head = fixture.ledger.head(ops.id()).position();

    assertThat(fixture.personal.eraseMessagesOf("alice", ROOT).erased()).isZero();
    assertThat(fixture.personal.eraseMessagesOf("nobody", ROOT).erased()).isZero();
    assertThat(fixture.ledger.head(ops.id()).position()).isEqualTo(head);
  }

  @Test
  void manyMessagesBetweenThoseOfOthersTakeSeveralLines() {
    fixture.appendAll(
        IntStream.range(0, RoomErasure.BATCH + 10)
            .boxed()
            .flatMap(i -> Stream.of(RoomFixture.line(ops, "bob"), RoomFixture.line(ops, "carol")))
            .toList());

    ErasedMessages result = fixture.personal.eraseMessagesOf("carol", ROOT);

    assertThat(result.erased()).isEqualTo(RoomErasure.BATCH + 10);
    assertThat(fixture.ledger.unerasedOf("carol", ops.id(), 1)).isEmpty();
    assertThat(fixture.ledger.unerasedOf("bob", ops.id(), 1_000)).hasSize(RoomErasure.BATCH + 11);
    fixture.ledger.recheck(ops.id());
  }

  @Test
  void withoutALedgerNothingIsReportedAsDone() {
    fixture.ledger.close(Duration.ofSeconds(10));
    assertThatThrownBy(() -> fixture.personal.eraseMessagesOf("alice", ROOT))
        .isInstanceOf(LedgerException.class);
  }

  @Test
  void aRoomThatDoesNotVerifyIsReported() {
    fixture.ledger.close(Duration.ofSeconds(10));
    fixture.database.doInTransaction(em ->
        em.createNativeQuery("UPDATE transcript_entry SET chain = ?1 WHERE room_id = ?2")
            .setParameter(1, "0".repeat(64))
            .setParameter(2, law.id().toString())
            .executeUpdate());
    fixture.start();

    ErasedMessages result = fixture.personal.eraseMessagesOf("alice", ROOT);

    assertThat(result.erased()).isEqualTo(3);
    assertThat(result.kept())
        .containsExactly(new ErasedMessages.Kept("law", ErasedMessages.Reason.UNAVAILABLE));
  }
}
