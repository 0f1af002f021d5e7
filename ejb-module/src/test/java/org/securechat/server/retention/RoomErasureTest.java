package org.securechat.server.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.securechat.server.room.RoomFixture.ROOT;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.protocol.evidence.Positions;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.server.account.TestUsers;
import org.securechat.server.ledger.LedgerException;
import org.securechat.server.room.Room;
import org.securechat.server.room.RoomFixture;

/** What a message reads since it was edited goes with it. */
class RoomErasureTest {
  private static final long MESSAGE = 2;

  @RegisterExtension final RoomFixture fixture = new RoomFixture();
  private Room ops;

  @BeforeEach
  void aMessage() {
    TestUsers.add(fixture.database, "alice");
    ops = fixture.room("ops", "alice");
    fixture.say(ops, "alice");
  }

  private long edit() {
    return fixture.append(RoomFixture.line(ops, "alice").editing(MESSAGE)).position();
  }

  private void erase(String positions) throws Exception {
    fixture.erasure.erase(ops, Positions.parse(positions), "a test", () -> {});
  }

  @Test
  void whatAMessageReadsSinceItWasEditedIsErasedWithIt() throws Exception {
    fixture.say(ops, "bob");
    long first = edit();
    long second = edit();

    erase("2");

    assertThat(fixture.erased(ops)).containsExactly(MESSAGE, first, second);
    assertThat(fixture.lastEvent(ops).subject()).isEqualTo("2");
    fixture.ledger.recheck(ops.id());
  }

  @Test
  void theEditsOfOtherMessagesStay() throws Exception {
    fixture.say(ops, "alice");
    fixture.append(RoomFixture.line(ops, "alice").editing(3));

    erase("2");

    assertThat(fixture.erased(ops)).containsExactly(MESSAGE);
  }

  @Test
  void anEditAloneCanBeErased() throws Exception {
    long edit = edit();
    erase(Long.toString(edit));

    assertThat(fixture.erased(ops)).containsExactly(edit);
    erase("2");
    assertThat(fixture.erased(ops)).containsExactly(MESSAGE, edit);
  }

  @Test
  void whatIsErasedIsNotEditedAnyMore() throws Exception {
    erase("2");
    long head = fixture.ledger.head(ops.id()).position();

    assertThatThrownBy(this::edit)
        .isInstanceOfSatisfying(
            LedgerException.class,
            e -> assertThat(e.reason()).isEqualTo(LedgerException.Reason.ERASED));
    assertThat(fixture.ledger.head(ops.id()).position()).isEqualTo(head);
  }

  @Test
  void theLedgerErasesNoMessageWhoseEditIsLeft() throws Exception {
    edit();
    Positions message = Positions.parse("2");

    assertThatThrownBy(() ->
            fixture
                .ledger
                .erase(ops.id(), ops.name(), message, TranscriptLine.SERVER, "a test", () -> {})
                .toCompletableFuture()
                .join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            LedgerException.class,
            e -> assertThat(e.reason()).isEqualTo(LedgerException.Reason.EDITED));
    assertThat(fixture.erased(ops)).isEmpty();
  }

  @Test
  void anEditThatComesMeanwhileIsErasedAsWell() throws Exception {
    edit();
    // Both at once: the ledger decides which is first.
    var late = fixture.ledger.append(RoomFixture.line(ops, "alice").editing(MESSAGE));
    erase("2");

    late.toCompletableFuture().exceptionally(refused -> null).join();
    assertThat(fixture.ledger.unerasedEdits(ops.id(), Positions.parse("2"), 10)).isEmpty();
    assertThat(fixture.ledger.unerasedOf("alice", ops.id(), 10)).isEmpty();
  }

  @Test
  void moreEditsThanOneLineErasesTakeSeveral() throws Exception {
    fixture.appendAll(
        IntStream.range(0, RoomErasure.BATCH + 10)
            .mapToObj(i -> RoomFixture.line(ops, "alice").editing(MESSAGE))
            .toList());

    erase("2");

    assertThat(fixture.ledger.unerasedOf("alice", ops.id(), 10)).isEmpty();
  }

  @Test
  void aUsersMessagesGoWithTheirEdits() {
    edit();
    assertThat(fixture.personal.eraseMessagesOf("alice", ROOT).isComplete()).isTrue();
    assertThat(fixture.ledger.unerasedOf("alice", ops.id(), 10)).isEqualTo(List.of());
  }
}
