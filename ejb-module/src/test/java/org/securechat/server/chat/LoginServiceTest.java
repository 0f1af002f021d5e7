package org.securechat.server.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.protocol.application.Answer.LoginAnswer;
import org.securechat.protocol.application.Answer.RoomsAnswer;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.RoomListing;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.ServerMessage.MessagePush;
import org.securechat.protocol.application.ServerMessage.Notice;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.json.JsonException;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.chat.ChatFixture.Device;
import org.securechat.server.room.RoomAccess;
import org.securechat.server.room.RoomException;
import org.securechat.server.testing.Refusal;
import org.securechat.server.testing.TestPeer;

/**
 * PROTOCOL.md 7.3, login: the answer comes first, and no line is lost between it and the pushes.
 */
class LoginServiceTest {
  @RegisterExtension private final ChatFixture chat = new ChatFixture();

  private final TestPeer bob = new TestPeer("bob");

  @Test
  @DisplayName("7.3: the answer names user, rooms, time and the first number that is due")
  void answersALogin() {
    UserSession session = open();

    LoginAnswer answer = answer(received().getFirst());
    assertThat(answer.user()).isEqualTo("bob");
    assertThat(answer.rooms()).isEmpty();
    assertThat(answer.nextSeq()).isEqualTo(1);
    assertThat(session.nextSequence()).isEqualTo(1);
    assertThat(bob.wire().owner()).as("whose turns it shares").isEqualTo(session.userId());
  }

  @Test
  @DisplayName("7.3: the answer has the user's own rooms; the public ones are asked for")
  void listsWhatTheUserMayKnowOf() {
    member("team");
    Device alice = chat.login("alice");
    chat.room("lobby", Visibility.PUBLIC, alice);
    chat.room("board", Visibility.PRIVATE, alice);

    UserSession session = open();

    assertThat(answer(received().getFirst()).rooms())
        .extracting(RoomInfo::name)
        .containsExactly("team");
    assertThat(page(session, RoomListing.PUBLIC, "", 1_000).rooms())
        .extracting(RoomInfo::name, RoomInfo::member)
        .containsExactly(tuple("lobby", false), tuple("team", true));
  }

  @Test
  @DisplayName("7.4: one room by its name, if the user may know of it")
  void findsOneRoom() {
    Device alice = chat.login("alice");
    chat.room("lobby", Visibility.PUBLIC, alice);
    chat.room("board", Visibility.PRIVATE, alice);
    UserSession session = open();

    RoomInfo lobby = chat.queries.find(session, new Request.RoomRequest(1, "lobby")).room();

    assertThat(lobby.position()).isEqualTo(1);
    assertThat(lobby.member()).isFalse();
    assertThatThrownBy(() -> chat.queries.find(session, new Request.RoomRequest(2, "board")))
        .isInstanceOfSatisfying(
            RoomException.class,
            e -> assertThat(e.reason()).isEqualTo(RoomException.Reason.NO_SUCH_ROOM));
  }

  @Test
  @DisplayName(
      "7.4: what fits no page is on the next, every room once; the own ones are listened to")
  void listsPageByPageAndListensToAll() {
    Device alice = chat.login("alice");
    Device laptop = chat.login("bob");
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      names.add("room-%03d".formatted(i));
      chat.room(names.getLast(), Visibility.PUBLIC, alice, laptop);
    }
    UserSession session = open();

    LoginAnswer answer = answer(received().getFirst());
    assertThat(answer.more()).isTrue();
    List<String> listed = new ArrayList<>(answer.rooms().stream().map(RoomInfo::name).toList());
    boolean more = true;
    while (more) {
      RoomsAnswer page = page(session, RoomListing.MEMBER, listed.getLast(), 1_000);
      page.rooms().forEach(room -> listed.add(room.name()));
      more = page.more();
    }

    assertThat(listed).isEqualTo(names);
    chat.memberships.leave(laptop.session, new Request.Leave(2, "room-699"));
    assertThat(received()).filteredOn(MessagePush.class::isInstance).hasSize(1);
  }

  @Test
  @DisplayName(
      "7.4: a list has at most as many rooms as were asked for, and says if there are more")
  void listsAsManyAsWereAskedFor() {
    Device alice = chat.login("alice");
    for (String name : List.of("a", "b", "c")) {
      chat.room(name, Visibility.PUBLIC, alice);
    }
    UserSession session = open();

    RoomsAnswer first = page(session, RoomListing.PUBLIC, "", 2);
    RoomsAnswer last = page(session, RoomListing.PUBLIC, "b", 1);
    assertThat(first.rooms()).extracting(RoomInfo::name).containsExactly("a", "b");
    assertThat(first.more()).isTrue();
    assertThat(last.rooms()).extracting(RoomInfo::name).containsExactly("c");
    assertThat(last.more()).isFalse();
  }

  @Test
  @DisplayName("7.3: however often a stranger invites, the own room is on the first page and heard")
  void hearsItsRoomsWhateverTheInvitations() {
    member("team");
    Device stranger = chat.login("stranger");
    for (int i = 0; i < 1_003; i++) {
      String name = "aaa-%04d".formatted(i);
      chat.room(name, Visibility.PRIVATE, stranger);
      chat.memberships.invite(stranger.session, new Request.Invite(1, name, "bob"));
    }

    open();

    LoginAnswer answer = answer(received().getFirst());
    assertThat(answer.rooms()).extracting(RoomInfo::name).containsExactly("team");
    assertThat(answer.more()).isFalse();
    chat.memberships.join(chat.login("carol").session, new Request.Join(1, "team"));
    assertThat(received()).filteredOn(MessagePush.class::isInstance).hasSize(1);
  }

  @Test
  @DisplayName("7.8: of a room that is only listed, nothing is pushed")
  void doesNotListenToARoomOfOthers() {
    Device alice = chat.login("alice");
    chat.room("lobby", Visibility.PUBLIC, alice);
    UserSession session = open();
    received();

    chat.memberships.leave(alice.session, new Request.Leave(1, "lobby"));

    assertThat(received()).isEmpty();
    assertThat(session.seen()).isEmpty();
  }

  @Test
  @DisplayName("7.8: of the user's own rooms every line after the answer is pushed")
  void listensToOwnRooms() {
    member("lobby");
    UserSession session = open();
    RoomInfo room = answer(received().getFirst()).rooms().getFirst();
    assertThat(room.position()).isEqualTo(2);

    chat.login("carol");
    chat.memberships.join(chat.login("carol").session, new Request.Join(1, "lobby"));

    assertThat(received())
        .filteredOn(MessagePush.class::isInstance)
        .singleElement()
        .satisfies(push -> assertThat(((MessagePush) push).entry().position()).isEqualTo(3));
    assertThat(session.seen()).singleElement().extracting("first").isEqualTo(3L);
  }

  @Test
  @DisplayName("7.8: a line between the look at the rooms and the answer is in the answer's heads")
  void missesNoLineMeanwhile() {
    Device alice = chat.login("alice");
    Device laptop = chat.login("bob");
    chat.room("lobby", Visibility.PUBLIC, alice, laptop);
    LoginService slow =
        new LoginService(
            new Meanwhile(
                () -> chat.memberships.leave(alice.session, new Request.Leave(1, "lobby"))),
            chat.delivery,
            chat.ledger,
            chat.clock);

    slow.open(bob.connection(), chat.user("bob"), 1);

    List<ServerMessage> messages = received();
    assertThat(answer(messages.getFirst()).rooms().getFirst().position()).isEqualTo(3);
    assertThat(messages).filteredOn(MessagePush.class::isInstance).isEmpty();
  }

  @Test
  @DisplayName("7.8: a room that the user enters during the login is listened to")
  void missesNoRoomMeanwhile() {
    Device alice = chat.login("alice");
    Device laptop = chat.login("bob");
    chat.room("board", Visibility.PUBLIC, alice);
    LoginService slow =
        new LoginService(
            new Meanwhile(
                () -> chat.memberships.join(laptop.session, new Request.Join(1, "board"))),
            chat.delivery,
            chat.ledger,
            chat.clock);

    UserSession session = slow.open(bob.connection(), chat.user("bob"), 1);
    assertThat(received().getFirst()).isInstanceOf(Ok.class);
    chat.memberships.leave(alice.session, new Request.Leave(1, "board"));

    assertThat(received()).filteredOn(MessagePush.class::isInstance).hasSize(1);
    assertThat(session.seen()).hasSize(1);
  }

  @Test
  void aRoomThatDoesNotVerifyIsAnnouncedAndTheOthersAreServed() {
    member("broken");
    member("lobby");
    chat.ledger.refuseHead(chat.rooms.id("broken"), new Refusal("the chain is broken"));

    open();

    List<ServerMessage> messages = received();
    assertThat(answer(messages.getFirst()).rooms())
        .extracting(RoomInfo::name)
        .containsExactly("lobby");
    assertThat(messages)
        .filteredOn(Notice.class::isInstance)
        .singleElement()
        .satisfies(notice -> assertThat(((Notice) notice).text()).contains("broken"));
  }

  @Test
  void aBrokenRoomOfOthersIsNotMentioned() {
    Device alice = chat.login("alice");
    chat.room("lobby", Visibility.PUBLIC, alice);
    chat.ledger.refuseHead(chat.rooms.id("lobby"), new Refusal("the chain is broken"));

    open();

    assertThat(received()).hasSize(1);
  }

  @Test
  void aLoginThatFailsIsNotConnected() {
    Refusal away = new Refusal("the database is away");
    LoginService failing =
        new LoginService(
            new Meanwhile(() -> {
              throw away;
            }),
            chat.delivery,
            chat.ledger,
            chat.clock);

    assertThatThrownBy(() -> failing.open(bob.connection(), chat.user("bob"), 1)).isSameAs(away);

    assertThat(received()).isEmpty();
    assertThat(chat.delivery.connected()).isEmpty();
  }

  private void member(String room) {
    Device alice = chat.login("alice");
    Device laptop = chat.login("bob");
    chat.room(room, Visibility.PUBLIC, alice, laptop);
    chat.delivery.disconnect(alice.session);
    chat.delivery.disconnect(laptop.session);
  }

  private UserSession open() {
    return chat.logins.open(bob.connection(), chat.user("bob"), 1);
  }

  private List<ServerMessage> received() {
    chat.settled();
    return bob.messages();
  }

  private RoomsAnswer page(UserSession session, RoomListing listing, String after, int limit) {
    return chat.queries.list(
        session,
        new Request.Rooms(1, listing, Optional.of(after).filter(name -> !name.isEmpty()), limit));
  }

  private static LoginAnswer answer(ServerMessage message) {
    try {
      return ((Ok) message).as(LoginAnswer.class);
    } catch (JsonException e) {
      throw new AssertionError(e);
    }
  }

  /** Rooms between whose look-up and the answer something happens, once. */
  private final class Meanwhile extends RoomQueries {
    private final AtomicReference<Runnable> interference;

    Meanwhile(Runnable interference) {
      this.interference = new AtomicReference<>(interference);
    }

    @Override
    public List<RoomAccess> memberships(AuthenticatedUser user) {
      List<RoomAccess> found = chat.queries.memberships(user);
      interference.getAndSet(() -> {}).run();
      return found;
    }

    @Override
    public List<RoomInfo> heads(List<RoomAccess> memberships) {
      return chat.queries.heads(memberships);
    }
  }
}
