package org.securechat.server.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.securechat.protocol.application.Answer.RoomAnswer;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomRole;
import org.securechat.protocol.application.RoomTerms;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Kind;
import org.securechat.protocol.evidence.ModerationPayload;
import org.securechat.protocol.evidence.ModerationPayload.Event;
import org.securechat.protocol.evidence.ModerationPayload.Subject;
import org.securechat.protocol.json.JsonException;
import org.securechat.server.limit.Lanes;
import org.securechat.server.moderation.ModerationException;
import org.securechat.server.moderation.ModerationRepository.SlowMode;
import org.securechat.server.moderation.ModerationRepository.Written;
import org.securechat.server.room.RoomException;
import org.securechat.server.room.RoomException.Reason;

/** What owners and moderators decide, and what follows for those who write. */
class ModerationRequestsTest {
  @RegisterExtension final ChatFixture chat = new ChatFixture();

  private ChatFixture.Device alice;
  private ChatFixture.Device bob;
  private ChatFixture.Device carol;
  private ModerationRequests requests;

  @BeforeEach
  void aRoomOfThree() {
    requests =
        new ModerationRequests(
            chat.moderation,
            chat.writing,
            new MessageKinds(
                chat.ledger,
                chat.rooms,
                null,
                chat.writing,
                null,
                new ReadAllowance(chat.clock),
                null,
                new Lanes((Executor) Runnable::run, chat.clock),
                chat.clock),
            chat.ledger,
            new LineAppender(chat.ledger),
            chat.events);
    alice = chat.login("alice");
    bob = chat.login("bob");
    carol = chat.login("carol");
    chat.room("ops", Visibility.PUBLIC, alice, bob, carol);
    alice.received();
    bob.received();
  }

  private RoomTerms decide(ChatFixture.Device who, Event event, String subject, String value) {
    return decide(who, event, subject, value, OptionalLong.empty());
  }

  private RoomTerms decide(
      ChatFixture.Device who, Event event, String subject, String value, OptionalLong seconds) {
    requests.moderate(
        who.session,
        new Request.Moderate(9, "ops", event, subject.isEmpty() ? "ops" : subject, value, seconds));
    return who.received().stream()
        .filter(Ok.class::isInstance)
        .map(ModerationRequestsTest::terms)
        .findFirst()
        .orElseThrow();
  }

  private static RoomTerms terms(ServerMessage answer) {
    try {
      return ((Ok) answer).as(RoomAnswer.class).room().terms();
    } catch (JsonException e) {
      throw new AssertionError(e);
    }
  }

  private void refused(
      Reason reason, ChatFixture.Device who, Event event, String subject, String value) {
    long before = chat.lines("ops");
    assertThatThrownBy(() -> decide(who, event, subject, value))
        .isInstanceOfSatisfying(RoomException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    assertThat(chat.lines("ops")).as("no line").isEqualTo(before);
    assertThat(who.openPermits()).isZero();
  }

  private UUID room() {
    return chat.rooms.id("ops");
  }

  private Optional<RoomRole> role(String name) {
    return chat.rooms.role(room(), chat.user(name).id());
  }

  private void writes(String name, Kind kind) {
    chat.writing.require(room(), name, kind, chat.clock.instant());
  }

  private void mayNotWrite(String name, Kind kind) {
    assertThatThrownBy(() -> writes(name, kind))
        .isInstanceOfAny(RoomException.class, ModerationException.class);
  }

  private static String said(ServerMessage message) {
    byte[] payload =
        ((ServerMessage.MessagePush) message).entry().message().orElseThrow().payload();
    try {
      ModerationPayload decision = ModerationPayload.parse(payload);
      return decision.event() + " " + decision.subject() + " by " + decision.actor();
    } catch (EvidenceException e) {
      try {
        EventPayload event = EventPayload.parse(payload);
        return event.event() + " " + event.subject() + " by " + event.actor();
      } catch (EvidenceException other) {
        throw new AssertionError(other);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Event.class)
  void anOrdinaryMemberDecidesNothing(Event event) {
    String subject =
        event.subject() == Subject.USER ? "carol" : event.subject() == Subject.ROOM ? "" : "1";
    refused(Reason.NOT_PERMITTED, bob, event, subject, "");
  }

  @Test
  void aStrangerDecidesNothing() {
    refused(Reason.NOT_PERMITTED, chat.login("dave"), Event.TOPIC, "", "x");
  }

  @Test
  void aModeratorIsAboveMembersAlone() {
    decide(alice, Event.MODERATOR, "bob", "");

    refused(Reason.NOT_PERMITTED, bob, Event.MODERATOR, "carol", "");
    refused(Reason.NOT_PERMITTED, bob, Event.OWNER, "bob", "");
    refused(Reason.NOT_PERMITTED, bob, Event.KICKED, "alice", "");
    refused(Reason.NOT_PERMITTED, bob, Event.BANNED, "alice", "");
    refused(Reason.NOT_PERMITTED, bob, Event.MUTED, "bob", "");
    assertThat(decide(bob, Event.TOPIC, "", "Friday").topic()).isEqualTo("Friday");
    assertThat(decide(bob, Event.MEMBER, "bob", "").role()).contains(RoomRole.MEMBER);
    refused(Reason.NOT_PERMITTED, bob, Event.TOPIC, "", "Saturday");
  }

  @Test
  void theOwnerHandsTheRoomOverAndModeratesItFromThenOn() {
    RoomTerms terms = decide(alice, Event.OWNER, "bob", "");

    assertThat(terms.role()).contains(RoomRole.MODERATOR);
    assertThat(role("bob")).contains(RoomRole.OWNER);
    assertThat(role("alice")).contains(RoomRole.MODERATOR);
    refused(Reason.NOT_PERMITTED, alice, Event.OWNER, "alice", "");
  }

  @Test
  void theOwnerCannotBecomeLessWithoutAnother() {
    refused(Reason.NOT_PERMITTED, alice, Event.MEMBER, "alice", "");
    refused(Reason.NOT_PERMITTED, alice, Event.MODERATOR, "alice", "");
    refused(Reason.NOT_PERMITTED, alice, Event.KICKED, "alice", "");
  }

  @Test
  void onlyMembersGetARole() {
    chat.user("dave");
    refused(Reason.NO_SUCH_USER, alice, Event.MODERATOR, "dave", "");
    refused(Reason.NO_SUCH_USER, alice, Event.KICKED, "dave", "");
    refused(Reason.NO_SUCH_USER, alice, Event.BANNED, "nobody", "");
  }

  @Test
  void whatIsSoAlreadyMakesNoLine() {
    decide(alice, Event.MODERATOR, "bob", "");
    long before = chat.lines("ops");

    decide(alice, Event.MODERATOR, "bob", "");
    decide(alice, Event.TOPIC, "", "");
    decide(alice, Event.WRITERS, "", "members");
    decide(alice, Event.SLOW, "", "0");
    decide(alice, Event.UNBANNED, "carol", "");
    decide(alice, Event.UNMUTED, "carol", "");

    assertThat(chat.lines("ops")).isEqualTo(before);
  }

  @Test
  void whoIsKickedIsToldWhyLeavesAndWritesNothingMore() {
    carol.received();
    decide(alice, Event.KICKED, "carol", "spam");

    assertThat(carol.received())
        .extracting(ModerationRequestsTest::said)
        .containsExactly("KICKED carol by alice", "LEFT carol by alice");
    assertThat(role("carol")).isEmpty();
    mayNotWrite("carol", Kind.MESSAGE);
    mayNotWrite("carol", Kind.READ);
    chat.memberships.join(carol.session, new Request.Join(7, "ops"));
    writes("carol", Kind.MESSAGE);
  }

  @Test
  void whoIsBannedNeitherEntersNorIsInvitedUntilItEnds() {
    decide(alice, Event.BANNED, "carol", "spam", OptionalLong.of(3600));

    assertThatThrownBy(() -> chat.memberships.join(carol.session, new Request.Join(7, "ops")))
        .isInstanceOfSatisfying(
            RoomException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BANNED));
    assertThatThrownBy(
            () -> chat.memberships.invite(bob.session, new Request.Invite(7, "ops", "carol")))
        .isInstanceOf(RoomException.class);

    chat.clock.advance(Duration.ofHours(2));
    chat.memberships.join(carol.session, new Request.Join(8, "ops"));
    assertThat(role("carol")).contains(RoomRole.MEMBER);
  }

  @Test
  void aBanIsLifted() {
    decide(alice, Event.BANNED, "carol", "");
    decide(alice, Event.UNBANNED, "carol", "");

    chat.memberships.join(carol.session, new Request.Join(7, "ops"));
    assertThat(role("carol")).contains(RoomRole.MEMBER);
  }

  @Test
  void whoIsMutedTakesBackAndReadsAndNothingElse() {
    decide(alice, Event.MUTED, "bob", "", OptionalLong.of(60));

    mayNotWrite("bob", Kind.MESSAGE);
    mayNotWrite("bob", Kind.REACTION);
    mayNotWrite("bob", Kind.REMOVAL);
    writes("bob", Kind.RETRACTION);
    writes("bob", Kind.READ);
    writes("carol", Kind.MESSAGE);
    assertThatThrownBy(() -> writes("bob", Kind.EDIT))
        .isInstanceOfSatisfying(ModerationException.class, e -> assertThat(e.until()).isPresent());

    chat.clock.advance(Duration.ofMinutes(2));
    writes("bob", Kind.MESSAGE);
  }

  @Test
  void nobodyLiftsTheirOwnMute() {
    decide(alice, Event.MODERATOR, "bob", "");
    decide(alice, Event.MUTED, "bob", "");

    refused(Reason.NOT_PERMITTED, bob, Event.UNMUTED, "bob", "");
    decide(alice, Event.UNMUTED, "bob", "");
    writes("bob", Kind.MESSAGE);
  }

  @Test
  void inAReadOnlyRoomModeratorsWriteAndOthersReact() {
    decide(alice, Event.MODERATOR, "bob", "");
    assertThat(decide(bob, Event.WRITERS, "", "moderators").moderatorsOnly()).isTrue();

    writes("alice", Kind.MESSAGE);
    writes("bob", Kind.MESSAGE);
    mayNotWrite("carol", Kind.MESSAGE);
    mayNotWrite("carol", Kind.REPLY);
    mayNotWrite("carol", Kind.EDIT);
    writes("carol", Kind.REACTION);

    decide(alice, Event.MEMBER, "bob", "");
    mayNotWrite("bob", Kind.MESSAGE);
    decide(alice, Event.WRITERS, "", "members");
    writes("carol", Kind.MESSAGE);
  }

  @Test
  void inSlowModeAnOrdinaryMemberWaits() {
    assertThat(decide(alice, Event.SLOW, "", "30").slowSeconds()).isEqualTo(30);
    Instant now = chat.clock.instant();

    assertThat(chat.writing.slowMode(room(), "alice")).isEmpty();
    SlowMode slow = chat.writing.slowMode(room(), "bob").orElseThrow();
    assertThat(slow.seconds()).isEqualTo(30);
    chat.writing.requireNotTooSoon(room(), "bob", now, slow);
    chat.moderated.written.add(new Written(now.minusSeconds(10), Optional.empty()));
    assertThatThrownBy(() -> chat.writing.requireNotTooSoon(room(), "bob", now, slow))
        .isInstanceOfSatisfying(
            ModerationException.class, e -> assertThat(e.until()).contains(now.plusSeconds(20)));
  }

  @Test
  void onlyMessagesArePinned() {
    refused(Reason.NOT_PERMITTED, bob, Event.PINNED, "1", "0".repeat(64));
    assertThatThrownBy(() -> decide(alice, Event.PINNED, "1", "0".repeat(64)))
        .isInstanceOf(ChatException.class);
    assertThatThrownBy(() -> decide(alice, Event.PINNED, "99", "0".repeat(64)))
        .isInstanceOf(ChatException.class);
    assertThat(chat.moderation.terms(chat.roomService.visible(chat.user("bob").id(), "ops")).pins())
        .isEmpty();
  }

  @Test
  void nothingIsDecidedAboutADirectOrAnArchivedRoom() {
    chat.memberships.direct(alice.session, new Request.Direct(3, "bob"));
    assertThatThrownBy(() ->
            requests.moderate(
                alice.session,
                new Request.Moderate(
                    9, "dm:alice:bob", Event.TOPIC, "dm:alice:bob", "x", OptionalLong.empty())))
        .isInstanceOf(RoomException.class);

    chat.rooms.archive("ops");
    refused(Reason.ARCHIVED, alice, Event.TOPIC, "", "x");
  }

  @Test
  void anOwnerWhoHasLeftAndComeBackOwnsNothing() {
    chat.memberships.leave(alice.session, new Request.Leave(4, "ops"));
    chat.memberships.join(alice.session, new Request.Join(5, "ops"));

    refused(Reason.NOT_PERMITTED, alice, Event.TOPIC, "", "x");
  }

  @Test
  void rulesAndTopicAreToldToWhoComes() {
    decide(alice, Event.RULES, "", "1. Be kind.\n2. No shouting.");
    decide(alice, Event.TOPIC, "", "Friday");
    ChatFixture.Device dave = chat.login("dave");

    chat.memberships.join(dave.session, new Request.Join(7, "ops"));

    List<ServerMessage> received = dave.received();
    RoomTerms terms = terms(received.getLast());
    assertThat(terms.rules()).isEqualTo("1. Be kind.\n2. No shouting.");
    assertThat(terms.topic()).isEqualTo("Friday");
    assertThat(terms.role()).contains(RoomRole.MEMBER);
  }
}
