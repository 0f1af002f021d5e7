package org.securechat.protocol.evidence.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Kind;
import org.securechat.protocol.evidence.ModerationPayload;
import org.securechat.protocol.evidence.ModerationPayload.Event;
import org.securechat.protocol.evidence.Timestamps;

/** PROTOCOL.md §9.3: who may decide, enter and write. */
class RoomRolesTest {
  private static final String AT = "2026-11-22T19:00:00.123Z";
  private static final String LATER = "2026-11-22T20:00:00.123Z";
  private static final UUID ID = new UUID(1, 2);

  private final RoomRoles roles = new RoomRoles();
  private String room = "lobby";
  private long position;

  @BeforeEach
  void aliceOwnsARoomWithBobAndCarol() {
    happens(EventPayload.Event.CREATED, "alice", "alice");
    happens(EventPayload.Event.JOINED, "bob", "bob");
    happens(EventPayload.Event.JOINED, "carol", "carol");
  }

  private boolean happens(EventPayload.Event event, String subject, String actor) {
    return happens(event, subject, actor, AT);
  }

  private boolean happens(EventPayload.Event event, String subject, String actor, String at) {
    return roles.take(
        ++position, at, EventPayload.create(room, ID, event, subject, actor, Instant.EPOCH));
  }

  private boolean decides(String actor, Event event, String subject) {
    return decides(actor, event, subject, "", Optional.empty());
  }

  private boolean decides(
      String actor, Event event, String subject, String value, Optional<String> until) {
    position++;
    return roles.take(
        ModerationPayload.create(
            room,
            ID,
            event,
            subject,
            actor,
            value,
            until.map(RoomRolesTest::parsed),
            Instant.EPOCH));
  }

  private static Instant parsed(String time) {
    try {
      return Timestamps.parse(time);
    } catch (EvidenceException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "alice, MODERATOR, bob, true",
    "bob, MODERATOR, carol, false",
    "bob, MODERATOR, bob, false",
    "alice, MODERATOR, alice, false",
    "alice, MODERATOR, dave, false",
    "alice, MEMBER, bob, false",
    "alice, OWNER, bob, true",
    "alice, OWNER, alice, false",
    "alice, OWNER, dave, false",
    "bob, OWNER, bob, false",
    "@server, OWNER, carol, true",
    "alice, BANNED, dave, true",
    "alice, MUTED, alice, false",
    "bob, KICKED, carol, false",
    "@server, KICKED, alice, true",
    "alice, UNBANNED, carol, true",
    "bob, UNMUTED, carol, false",
    "dave, TOPIC, lobby, false"
  })
  void whoMayDecideAtTheBeginning(String actor, Event event, String subject, boolean may) {
    assertThat(decides(actor, event, subject)).isEqualTo(may);
  }

  @Test
  void whoHandsTheRoomOverIsAModeratorThen() {
    decides("alice", Event.OWNER, "bob");

    assertThat(decides("alice", Event.TOPIC, "lobby")).isTrue();
    assertThat(decides("alice", Event.OWNER, "carol")).isFalse();
    assertThat(roles.owner()).as("what is wrong holds none the less").contains("carol");
  }

  @Test
  void theRoleEndsWithTheMembership() {
    decides("alice", Event.MODERATOR, "bob");
    happens(EventPayload.Event.LEFT, "alice", "alice");
    happens(EventPayload.Event.LEFT, "bob", "bob");
    happens(EventPayload.Event.JOINED, "alice", "alice");
    happens(EventPayload.Event.JOINED, "bob", "bob");

    assertThat(roles.owner()).isEmpty();
    assertThat(decides("alice", Event.TOPIC, "lobby")).isFalse();
    assertThat(decides("bob", Event.TOPIC, "lobby")).isFalse();
    assertThat(decides("@server", Event.OWNER, "bob")).isTrue();
  }

  @Test
  void whoIsTakenOutIsBelow() {
    decides("alice", Event.MODERATOR, "bob");

    assertThat(happens(EventPayload.Event.LEFT, "carol", "bob")).isTrue();
    assertThat(happens(EventPayload.Event.LEFT, "alice", "bob")).isFalse();
  }

  @Test
  void aBanHoldsUntilItsEndOrUntilItIsLifted() {
    decides("alice", Event.BANNED, "dave", "", Optional.of(LATER));

    assertThat(happens(EventPayload.Event.INVITED, "dave", "bob", AT)).isFalse();
    assertThat(happens(EventPayload.Event.JOINED, "dave", "dave", LATER)).isTrue();
    decides("alice", Event.BANNED, "eve");
    assertThat(happens(EventPayload.Event.JOINED, "eve", "eve", LATER)).isFalse();
    decides("alice", Event.UNBANNED, "eve");
    assertThat(happens(EventPayload.Event.JOINED, "eve", "eve", LATER)).isTrue();
  }

  @Test
  void whatMayBeWrittenWhileMutedAndInAReadOnlyRoom() {
    decides("alice", Event.MODERATOR, "bob");
    decides("alice", Event.MUTED, "bob", "", Optional.of(LATER));
    assertThat(roles.permits(Kind.MESSAGE, "bob", AT)).isFalse();
    assertThat(roles.permits(Kind.REACTION, "bob", AT)).isFalse();
    assertThat(roles.permits(Kind.REMOVAL, "bob", AT)).isFalse();
    assertThat(roles.permits(Kind.RETRACTION, "bob", AT)).isTrue();
    assertThat(roles.permits(Kind.READ, "bob", AT)).isTrue();
    assertThat(roles.permits(Kind.MESSAGE, "bob", LATER)).isTrue();

    decides("alice", Event.WRITERS, "lobby", "moderators", Optional.empty());
    assertThat(roles.permits(Kind.EDIT, "carol", AT)).isFalse();
    assertThat(roles.permits(Kind.REACTION, "carol", AT)).isTrue();
    assertThat(roles.permits(Kind.MESSAGE, "bob", LATER)).isTrue();
  }

  @Test
  void aRecordThatSaysTooLittlePermitsAll() {
    RoomRoles part = new RoomRoles();
    assertThat(part.permits(Kind.REMOVAL, "bob", AT)).isTrue();
    assertThat(decides("bob", Event.TOPIC, "lobby")).isFalse();
    roles.lose();
    assertThat(decides("bob", Event.TOPIC, "lobby")).isTrue();
    assertThat(roles.permits(Kind.REMOVAL, "carol", AT)).isTrue();
  }

  @Test
  void aRoomOfTwoHasNoOwner() {
    room = "dm:alice:bob";
    RoomRoles two = new RoomRoles();
    two.take(
        1,
        AT,
        EventPayload.create(room, ID, EventPayload.Event.CREATED, "alice", "alice", Instant.EPOCH));
    assertThat(two.owner()).isEmpty();
    assertThat(two.permits(Kind.REMOVAL, "alice", AT)).isFalse();
  }
}
