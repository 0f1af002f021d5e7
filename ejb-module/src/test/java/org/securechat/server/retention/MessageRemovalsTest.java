package org.securechat.server.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.securechat.server.room.RoomFixture.ROOT;

import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.protocol.evidence.Positions;
import org.securechat.server.account.TestUsers;
import org.securechat.server.actor.ExpectedVersion;
import org.securechat.server.room.Room;
import org.securechat.server.room.RoomFixture;

class MessageRemovalsTest {
  private static final long MESSAGE = 2;

  @RegisterExtension final RoomFixture fixture = new RoomFixture();
  private Room ops;
  private MessageRemovals removals;

  @BeforeEach
  void aMessage() {
    TestUsers.add(fixture.database, "alice");
    ops = fixture.room("ops", "alice");
    fixture.say(ops, "bob");
    removals = new MessageRemovals(fixture.retention, fixture.erasure, fixture.records);
  }

  /** As the owner's line does it. */
  private long remove() {
    return fixture
        .append(RoomFixture.line(ops, "alice").with(() -> removals.add(ops.id(), MESSAGE, "alice")))
        .position();
  }

  @Test
  void whatTheOwnerHasRemovedIsErasedInTheirName() {
    long edit = fixture.append(RoomFixture.line(ops, "bob").editing(MESSAGE)).position();
    remove();
    assertThat(fixture.erased(ops)).isEmpty();

    removals.run();

    assertThat(fixture.erased(ops)).containsExactly(MESSAGE, edit);
    assertThat(fixture.lastEvent(ops).actor()).isEqualTo("alice");
    assertThat(fixture.lastEvent(ops).subject()).isEqualTo("2");
    assertThat(fixture.retention.removals(10)).isEmpty();
    fixture.ledger.recheck(ops.id());
  }

  @Test
  void twiceIsOnce() {
    remove();
    remove();
    removals.run();
    long head = fixture.ledger.head(ops.id()).position();
    removals.run();

    assertThat(fixture.ledger.head(ops.id()).position()).isEqualTo(head);
    assertThat(fixture.erased(ops)).containsExactly(MESSAGE);
  }

  @Test
  void whatWasErasedMeanwhileIsDone() throws Exception {
    remove();
    fixture.erasure.erase(ops, Positions.parse("2"), "a test", () -> {});
    removals.run();

    assertThat(fixture.retention.removals(10)).isEmpty();
  }

  @Test
  void aHeldRoomKeepsItUntilItIsReleased() {
    remove();
    fixture.hold(ops);
    removals.run();

    assertThat(fixture.erased(ops)).isEmpty();
    assertThatThrownBy(() -> removals.requireNotHeld(ops.id()))
        .isInstanceOf(RetentionException.class);

    fixture.administration.retain(
        "ops", Optional.empty(), Optional.empty(), ExpectedVersion.any(), ROOT);
    removals.requireNotHeld(ops.id());
    removals.run();
    assertThat(fixture.erased(ops)).containsExactly(MESSAGE);
  }
}
