package org.securechat.server.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.Kind;
import org.securechat.protocol.evidence.ModerationPayload.Event;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.account.TestUsers;
import org.securechat.server.ledger.LedgerEntry;
import org.securechat.server.room.JdbcRoomRepository;
import org.securechat.server.room.Room;
import org.securechat.server.room.RoomException;
import org.securechat.server.room.RoomFixture;
import org.securechat.server.room.RoomService;
import org.securechat.server.room.TestLimits;

/** Decisions and messages meet on the ledger's writer, in a real database. */
class WritingRulesTest {
  @RegisterExtension final RoomFixture fixture = new RoomFixture();
  private Room room;
  private AuthenticatedUser alice;
  private AuthenticatedUser bob;

  @BeforeEach
  void aRoomOfTwo() {
    TestUsers.add(fixture.database, "alice");
    TestUsers.add(fixture.database, "bob");
    alice = user("alice");
    bob = user("bob");
    room = fixture.administration.create("ops", Visibility.PUBLIC, "alice", RoomFixture.ROOT);
    fixture.commit(service().join(bob, "ops").orElseThrow());
  }

  private AuthenticatedUser user(String name) {
    return new AuthenticatedUser(fixture.users.byUsername(name).orElseThrow().id(), name);
  }

  private RoomService service() {
    return new RoomService(
        new JdbcRoomRepository(fixture.database.dataSource()),
        null,
        fixture.users,
        TestLimits.GENEROUS,
        fixture.clock);
  }

  private Decision decision(Event event, String subject, UUID user, String value, Instant until) {
    return new Decision(
        room.id(),
        room.name(),
        event,
        Optional.of(alice),
        subject,
        Optional.ofNullable(user),
        value,
        Optional.ofNullable(until));
  }

  private LedgerEntry say(String user, Kind kind) {
    return fixture.append(
        RoomFixture.line(room, user)
            .provided(entry -> fixture.writing.require(room.id(), user, kind, entry.receivedAt())));
  }

  private void refuses(String user, Kind kind) {
    long before = fixture.ledger.head(room.id()).position();
    assertThatThrownBy(() -> say(user, kind))
        .isInstanceOfAny(RoomException.class, ModerationException.class);
    assertThat(fixture.ledger.head(room.id()).position()).isEqualTo(before);
  }

  @Test
  void whoIsMutedWritesNothingUntilItEndsOrIsLifted() {
    say("bob", Kind.MESSAGE);
    fixture.commit(decision(Event.MUTED, "bob", bob.id(), "", fixture.now().plusSeconds(3_600)));
    refuses("bob", Kind.MESSAGE);
    say("alice", Kind.MESSAGE);

    fixture.clock.advance(Duration.ofHours(2));
    say("bob", Kind.MESSAGE);

    fixture.commit(decision(Event.MUTED, "bob", bob.id(), "", null));
    refuses("bob", Kind.MESSAGE);
    fixture.commit(decision(Event.UNMUTED, "bob", bob.id(), "", null));
    say("bob", Kind.MESSAGE);
  }

  @Test
  void whatHoldsOutlivesTheServer() {
    fixture.commit(decision(Event.WRITERS, "ops", null, "moderators", null));
    fixture.commit(decision(Event.SLOW, "ops", null, "30", null));
    fixture.ledger.close(Duration.ofSeconds(10));
    fixture.start();

    refuses("bob", Kind.MESSAGE);
    say("bob", Kind.REACTION);
    say("alice", Kind.MESSAGE);
    assertThat(slow("bob").seconds()).isEqualTo(30);
    assertThat(fixture.writing.slowMode(room.id(), "alice")).isEmpty();
  }

  @Test
  void aDecisionThatIsRefusedChangesNothing() {
    Decision byBob =
        new Decision(
            room.id(),
            room.name(),
            Event.WRITERS,
            Optional.of(bob),
            "ops",
            Optional.empty(),
            "moderators",
            Optional.empty());

    assertThatThrownBy(() -> fixture.commit(byBob)).isInstanceOf(RoomException.class);
    say("bob", Kind.MESSAGE);
    assertThat(fixture.moderation.get(room.id(), Event.WRITERS)).isEmpty();
  }

  @Test
  void pinsAndTextsAreKeptAsTheyAre() {
    String rules = "1. Be kind.\n2. \ud83d\ude00 \"quotes\".";
    fixture.commit(decision(Event.RULES, "ops", null, rules, null));
    fixture.commit(decision(Event.TOPIC, "ops", null, "Friday", null));
    fixture.commit(decision(Event.PINNED, "7", null, "ab".repeat(32), null));
    fixture.commit(decision(Event.PINNED, "3", null, "ab".repeat(32), null));
    fixture.commit(decision(Event.PINNED, "3", null, "ab".repeat(32), null));

    assertThat(fixture.moderation.get(room.id(), Event.RULES)).contains(rules);
    assertThat(fixture.moderation.get(room.id(), Event.TOPIC)).contains("Friday");
    assertThat(fixture.moderation.pins(room.id())).containsExactly(3L, 7L);
    fixture.commit(decision(Event.UNPINNED, "7", null, "ab".repeat(32), null));
    assertThat(fixture.moderation.pins(room.id())).containsExactly(3L);
    assertThat(service().visible(bob.id(), "ops").terms().topic()).isEqualTo("Friday");
  }

  @Test
  void slowModeLooksForTheLastMessageOfTheAuthorInTheRoom() {
    fixture.commit(decision(Event.SLOW, "ops", null, "30", null));
    spaced();
    fixture.clock.advance(Duration.ofSeconds(10));
    // What the fixture writes is no message that could be read, and so of a kind that is unknown.
    spaced();
    spoken();
    refusedUntil(fixture.now().plusSeconds(30));
    fixture.clock.advance(Duration.ofSeconds(31));
    spaced();
  }

  @Test
  void whatWasSaidBeforeSlowModeDoesNotCount() {
    spoken();
    fixture.clock.advance(Duration.ofSeconds(5));
    fixture.commit(decision(Event.SLOW, "ops", null, "30", null));
    fixture.clock.advance(Duration.ofSeconds(5));
    spaced();
    spoken();

    fixture.clock.advance(Duration.ofSeconds(5));
    // Another pace is the same slow mode.
    fixture.commit(decision(Event.SLOW, "ops", null, "60", null));
    refusedUntil(fixture.now().plusSeconds(55));

    fixture.commit(decision(Event.SLOW, "ops", null, "0", null));
    assertThat(fixture.writing.slowMode(room.id(), "bob")).isEmpty();
    fixture.clock.advance(Duration.ofSeconds(5));
    fixture.commit(decision(Event.SLOW, "ops", null, "60", null));
    spaced();
  }

  /** A line of bob's whose payload is not there any more, and so may have been a message. */
  private void spoken() {
    fixture.append(RoomFixture.line(room, "bob"));
    fixture.database.doInTransaction(em ->
        em.createNativeQuery("UPDATE transcript_entry SET payload = NULL WHERE sender = 'bob'")
            .executeUpdate());
  }

  private void refusedUntil(Instant end) {
    assertThatThrownBy(this::spaced)
        .isInstanceOfSatisfying(
            ModerationException.class, e -> assertThat(e.until()).contains(end));
  }

  private ModerationRepository.SlowMode slow(String user) {
    return fixture.writing.slowMode(room.id(), user).orElseThrow();
  }

  private void spaced() {
    ModerationRepository.SlowMode slow = slow("bob");
    fixture.append(
        RoomFixture.line(room, "bob")
            .with(entry ->
                fixture.writing.requireNotTooSoon(room.id(), "bob", entry.receivedAt(), slow)));
  }

  @Test
  void whoHasLeftWritesNothingMoreAndWhoIsBackDoes() {
    fixture.writing.leaving(room.id(), "bob");
    say("bob", Kind.MESSAGE);

    fixture.writing.leaving(room.id(), "bob");
    fixture.commit(service().leave(bob, "ops").orElseThrow());
    refuses("bob", Kind.MESSAGE);
    fixture.commit(service().join(bob, "ops").orElseThrow());
    say("bob", Kind.MESSAGE);
  }
}
