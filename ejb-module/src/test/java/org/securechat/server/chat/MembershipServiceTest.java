package org.securechat.server.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.protocol.application.Answer.RoomAnswer;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.ServerMessage.MessagePush;
import org.securechat.protocol.application.ServerMessage.Notice;
import org.securechat.protocol.application.ServerMessage.Presence;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.json.JsonException;
import org.securechat.server.chat.ChatFixture.Device;
import org.securechat.server.room.RoomException;
import org.securechat.server.room.RoomException.Reason;
import org.securechat.server.room.SupersededException;
import org.securechat.server.testing.Refusal;

/** PROTOCOL.md 7.4: a change of membership and its line become true together, or not at all. */
class MembershipServiceTest {
  @RegisterExtension private final ChatFixture chat = new ChatFixture();

  @Test
  @DisplayName("7.4: create is answered with the room behind its first line")
  void createsARoom() {
    Device alice = chat.login("alice");

    chat.memberships.create(alice.session, new Request.Create(5, "lobby", Visibility.PUBLIC));

    RoomInfo room = answered(5, alice.received());
    assertThat(room.position()).isEqualTo(1);
    assertThat(room.member()).isTrue();
    assertThat(room.id()).isEqualTo(chat.rooms.id("lobby").toString());
  }

  @Test
  @DisplayName("7.4: a name that is taken is refused, and no line is written")
  void refusesATakenName() {
    Device alice = chat.login("alice");
    Device bob = chat.login("bob");
    chat.room("lobby", Visibility.PRIVATE, alice);

    refuses(
        Reason.NAME_TAKEN,
        () ->
            chat.memberships.create(
                bob.session, new Request.Create(1, "lobby", Visibility.PUBLIC)));
    assertThat(chat.lines("lobby")).isEqualTo(1);
    assertThat(bob.received()).isEmpty();
  }

  @Test
  void aNameThatIsTakenBetweenDecisionAndCommitIsRefused() {
    Device alice = chat.login("alice");
    Device bob = chat.login("bob");
    once(() -> chat.room("lobby", Visibility.PUBLIC, bob));

    refuses(
        Reason.NAME_TAKEN,
        () ->
            chat.memberships.create(
                alice.session, new Request.Create(1, "lobby", Visibility.PUBLIC)));
    assertThat(alice.openPermits()).isZero();
    assertThat(chat.rooms.members(chat.rooms.id("lobby")))
        .extracting(member -> member.username())
        .containsExactly("bob");
  }

  @Test
  @DisplayName("7.4: who joins gets the answer, the members the line, and both what follows")
  void joins() {
    Device alice = chat.login("alice");
    Device bob = chat.login("bob");
    chat.room("lobby", Visibility.PUBLIC, alice);

    chat.memberships.join(bob.session, new Request.Join(7, "lobby"));

    assertThat(answered(7, bob.received()).position()).isEqualTo(2);
    assertThat(pushes(alice.received())).containsExactly(2L);
    chat.room("other", Visibility.PUBLIC, bob);
    chat.memberships.leave(alice.session, new Request.Leave(8, "lobby"));
    assertThat(pushes(bob.received())).containsExactly(3L);
  }

  @Test
  @DisplayName("7.4: joining twice is answered as it is, without a line")
  void joiningTwiceChangesNothing() {
    Device alice = chat.login("alice");
    chat.room("lobby", Visibility.PUBLIC, alice);

    chat.memberships.join(alice.session, new Request.Join(2, "lobby"));

    assertThat(answered(2, alice.received()).position()).isEqualTo(1);
    assertThat(chat.lines("lobby")).isEqualTo(1);
  }

  @Test
  void twoDevicesThatJoinAtOnceMakeOneLineAndAreBothAnswered() {
    Device alice = chat.login("alice");
    Device laptop = chat.login("bob");
    Device phone = chat.login("bob");
    chat.room("lobby", Visibility.PUBLIC, alice);
    once(() -> chat.memberships.join(phone.session, new Request.Join(4, "lobby")));

    chat.memberships.join(laptop.session, new Request.Join(3, "lobby"));

    assertThat(chat.lines("lobby")).isEqualTo(2);
    assertThat(answered(4, phone.received()).position()).isEqualTo(2);
    assertThat(answered(3, laptop.received()).member()).isTrue();
    assertThat(laptop.openPermits()).isZero();
  }

  @Test
  @DisplayName("7.4: a private room without an invitation does not exist")
  void hidesAPrivateRoom() {
    Device alice = chat.login("alice");
    Device bob = chat.login("bob");
    chat.room("board", Visibility.PRIVATE, alice);

    refuses(
        Reason.NO_SUCH_ROOM,
        () -> chat.memberships.join(bob.session, new Request.Join(1, "board")));
    refuses(
        Reason.NO_SUCH_ROOM,
        () -> chat.memberships.leave(bob.session, new Request.Leave(1, "board")));
    refuses(
        Reason.NO_SUCH_ROOM,
        () -> chat.memberships.invite(bob.session, new Request.Invite(1, "board", "bob")));
  }

  @Test
  void anInvitationThatIsWithdrawnBeforeTheCommitLetsNoOneIn() {
    Device alice = chat.login("alice");
    Device bob = chat.login("bob");
    chat.room("board", Visibility.PRIVATE, alice);
    chat.memberships.invite(alice.session, new Request.Invite(1, "board", "bob"));
    once(() -> chat.rooms.deleteAll(bob.session.userId()));

    refuses(
        Reason.NO_SUCH_ROOM,
        () -> chat.memberships.join(bob.session, new Request.Join(1, "board")));
    assertThat(bob.openPermits()).isZero();
  }

  @Test
  @DisplayName("7.4: who leaves gets the answer and no line after it")
  void leaves() {
    Device alice = chat.login("alice");
    Device bob = chat.login("bob");
    chat.room("lobby", Visibility.PUBLIC, alice, bob);

    chat.memberships.leave(bob.session, new Request.Leave(9, "lobby"));
    RoomInfo room = answered(9, bob.received());
    chat.memberships.leave(alice.session, new Request.Leave(1, "lobby"));

    assertThat(room.member()).isFalse();
    assertThat(room.position()).isEqualTo(3);
    assertThat(bob.received()).isEmpty();
    assertThat(bob.session.leftAt(chat.rooms.id("lobby"))).contains(3L);
  }

  @Test
  @DisplayName("7.4: leaving a room that one is not in is answered as it is")
  void leavingTwiceChangesNothing() {
    Device alice = chat.login("alice");
    Device bob = chat.login("bob");
    chat.room("lobby", Visibility.PUBLIC, alice);

    chat.memberships.leave(bob.session, new Request.Leave(2, "lobby"));

    assertThat(answered(2, bob.received()).member()).isFalse();
    assertThat(chat.lines("lobby")).isEqualTo(1);
  }

  @Test
  @DisplayName("7.4: the invited user is told, and only the first time")
  void invites() {
    Device alice = chat.login("alice");
    Device bob = chat.login("bob");
    chat.room("board", Visibility.PRIVATE, alice);

    chat.memberships.invite(alice.session, new Request.Invite(2, "board", "bob"));
    assertThat(bob.received()).singleElement().isInstanceOf(Notice.class);
    chat.memberships.invite(alice.session, new Request.Invite(3, "board", "bob"));

    assertThat(bob.received()).isEmpty();
    List<ServerMessage> answers = alice.received();
    assertThat(answers).hasSize(2);
    assertThat(chat.lines("board")).isEqualTo(2);
  }

  @Test
  void anInviterWhoHasLeftMeanwhileInvitesNoOne() {
    Device alice = chat.login("alice");
    Device bob = chat.login("bob");
    Device carol = chat.login("carol");
    chat.room("board", Visibility.PRIVATE, alice, bob);
    once(() -> chat.memberships.leave(bob.session, new Request.Leave(1, "board")));

    refuses(
        Reason.NO_SUCH_ROOM,
        () -> chat.memberships.invite(bob.session, new Request.Invite(1, "board", "carol")));
    assertThat(carol.received()).isEmpty();
  }

  @Test
  void aRoomThatIsArchivedMeanwhileTakesNoNewMember() {
    Device alice = chat.login("alice");
    Device bob = chat.login("bob");
    chat.room("lobby", Visibility.PUBLIC, alice);
    once(() -> chat.rooms.archive("lobby"));

    refuses(
        Reason.ARCHIVED, () -> chat.memberships.join(bob.session, new Request.Join(1, "lobby")));
    assertThat(chat.lines("lobby")).isEqualTo(1);
  }

  @Test
  void aDisabledUserIsNotInvited() {
    Device alice = chat.login("alice");
    chat.user("bob");
    chat.disable("bob");
    chat.room("board", Visibility.PRIVATE, alice);

    refuses(
        Reason.NO_SUCH_USER,
        () -> chat.memberships.invite(alice.session, new Request.Invite(1, "board", "bob")));
  }

  @Test
  @DisplayName(
      "7.4: both people of a new direct room get its two lines, the asker the last as answer")
  void makesADirectRoom() {
    Device alice = chat.login("alice");
    Device phone = chat.login("alice");
    Device bob = chat.login("bob");

    chat.memberships.direct(alice.session, new Request.Direct(9, "bob"));

    List<ServerMessage> answers = alice.received();
    assertThat(answered(9, answers).position()).isEqualTo(2);
    assertThat(answered(9, answers).visibility()).isEqualTo(Visibility.DIRECT);
    assertThat(pushes(unasked(answers))).containsExactly(1L);
    assertThat(pushes(phone.received())).containsExactly(1L, 2L);
    assertThat(pushes(bob.received())).containsExactly(1L, 2L);
  }

  @Test
  @DisplayName("7.4: a direct room that is there is answered as it is, from either side")
  void findsADirectRoom() {
    Device alice = chat.login("alice");
    Device bob = chat.login("bob");
    chat.memberships.direct(alice.session, new Request.Direct(1, "bob"));
    alice.received();
    bob.received();

    chat.memberships.direct(bob.session, new Request.Direct(2, "alice"));

    assertThat(answered(2, bob.received()).position()).isEqualTo(2);
    assertThat(alice.received()).isEmpty();
    assertThat(chat.lines("dm:alice:bob")).isEqualTo(2);
  }

  @Test
  @DisplayName("7.4: a direct room with oneself has one line, which is the answer")
  void makesANotebook() {
    Device alice = chat.login("alice");

    chat.memberships.direct(alice.session, new Request.Direct(3, "alice"));

    List<ServerMessage> answers = alice.received();
    assertThat(answered(3, answers).position()).isEqualTo(1);
    assertThat(pushes(unasked(answers))).isEmpty();
  }

  @Test
  @DisplayName("7.4: without such a user there is no direct room, and no line is written")
  void makesNoDirectRoomWithNobody() {
    Device alice = chat.login("alice");
    chat.user("carol");
    chat.disable("carol");

    for (String name : List.of("nosuchuser", "carol")) {
      refuses(
          Reason.NO_SUCH_USER,
          () -> chat.memberships.direct(alice.session, new Request.Direct(1, name)));
    }
    assertThat(alice.received()).isEmpty();
    assertThat(alice.openPermits()).isZero();
  }

  /** A crash, or a failure, may come between the two lines. */
  @Test
  void theSecondPersonIsNoListenerUntilTheyAreAMember() {
    Device alice = chat.login("alice");
    Device bob = chat.login("bob");
    AtomicInteger commits = new AtomicInteger();
    Refusal away = new Refusal("the database is away");
    chat.ledger.beforeCommit(() -> {
      if (commits.incrementAndGet() == 2) {
        throw away;
      }
    });

    assertThatThrownBy(() -> chat.memberships.direct(alice.session, new Request.Direct(1, "bob")))
        .isSameAs(away);
    assertThat(bob.received()).isEmpty();

    chat.ledger.beforeCommit(() -> {});
    chat.memberships.direct(alice.session, new Request.Direct(2, "bob"));
    assertThat(answered(2, alice.received()).position()).isEqualTo(2);
    assertThat(pushes(bob.received())).containsExactly(2L);
  }

  @Test
  void givesUpWhenAnotherChangeIsQuickerEveryTime() {
    Device alice = chat.login("alice");
    Device bob = chat.login("bob");
    chat.room("lobby", Visibility.PUBLIC, alice);
    AtomicInteger attempts = new AtomicInteger();
    chat.ledger.beforeCommit(() -> {
      attempts.incrementAndGet();
      chat.rooms.addMember(chat.rooms.id("lobby"), bob.session.userId(), Instant.EPOCH);
    });
    chat.ledger.afterCommit(
        () -> chat.rooms.removeMember(chat.rooms.id("lobby"), bob.session.userId()));

    assertThatThrownBy(() -> chat.memberships.join(bob.session, new Request.Join(1, "lobby")))
        .isInstanceOf(SupersededException.class);
    assertThat(attempts).hasValue(4);
    assertThat(chat.lines("lobby")).isEqualTo(1);
    assertThat(bob.openPermits()).isZero();
  }

  @Test
  void aLineThatIsNotWrittenChangesAndAnnouncesNothing() {
    Device alice = chat.login("alice");
    Device bob = chat.login("bob");
    chat.room("lobby", Visibility.PUBLIC, alice);
    Refusal away = new Refusal("the database is away");
    chat.ledger.refuse(away);

    assertThatThrownBy(() -> chat.memberships.join(bob.session, new Request.Join(1, "lobby")))
        .isSameAs(away);
    assertThat(bob.openPermits()).isZero();
    assertThat(bob.received()).isEmpty();
    assertThat(alice.received()).isEmpty();
    assertThat(chat.rooms.memberIds("lobby")).containsExactly(alice.session.userId());
  }

  /** Happens between the next decision and its commit. */
  private void once(Runnable interference) {
    chat.ledger.beforeCommit(() -> {
      chat.ledger.beforeCommit(() -> {});
      interference.run();
    });
  }

  private static RoomInfo answered(long re, List<ServerMessage> messages) {
    List<Ok> answers = messages.stream().filter(Ok.class::isInstance).map(Ok.class::cast).toList();
    assertThat(answers).as("answers among " + messages).hasSize(1);
    assertThat(answers.getFirst().re()).isEqualTo(re);
    try {
      return answers.getFirst().as(RoomAnswer.class).room();
    } catch (JsonException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Long> pushes(List<ServerMessage> messages) {
    assertThat(messages)
        .allMatch(message -> message instanceof MessagePush || message instanceof Presence);
    return messages.stream()
        .filter(MessagePush.class::isInstance)
        .map(message -> ((MessagePush) message).entry().position())
        .toList();
  }

  private static void refuses(Reason reason, Runnable request) {
    assertThatThrownBy(request::run)
        .isInstanceOfSatisfying(RoomException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static List<ServerMessage> unasked(List<ServerMessage> messages) {
    return messages.stream().filter(message -> !(message instanceof Ok)).toList();
  }
}
