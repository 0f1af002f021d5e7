package org.securechat.it.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.securechat.it.client.RoomView;
import org.securechat.it.client.TestClient;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.Refusals;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.ReceiptSigning;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.name.Names;

/** What the product is for: people talk, and leave with something that they can prove. */
@BlackBox
class ConversationIT {

  @Test
  void twoUsersInARoomSeeTheSameMessages(TestBed bed) {
    Person alice = bed.person("alice");
    Person bob = bed.person("bob");
    String room = TestBed.name("lobby");
    alice.client().create(room, Visibility.PUBLIC);
    bob.client().join(room);

    TestClient.await(alice.client().say(room, "good morning"));
    TestClient.await(bob.client().say(room, "good evening"));
    TestClient.await(alice.client().say(room, "what time is it?"));

    await()
        .untilAsserted(() -> {
          assertThat(alice.client().room(room).texts())
              .containsExactly("good morning", "good evening", "what time is it?");
          assertThat(bob.client().room(room).texts())
              .containsExactly("good morning", "good evening", "what time is it?");
        });
    assertThat(alice.client().room(room).fault()).isEmpty();
    assertThat(bob.client().room(room).fault()).isEmpty();
    assertThat(bob.client().room(room).chain()).isEqualTo(alice.client().room(room).chain());
  }

  @Test
  void directMessageReachesOnlyItsRecipient(TestBed bed) {
    Person alice = bed.person("alice");
    Person bob = bed.person("bob");
    Person eve = bed.person("eve");
    String room = Names.directRoom(alice.name(), bob.name());

    TestClient.await(alice.client().tell(bob.name(), "between us"));
    assertThat(alice.client().direct(bob.name()).position()).isEqualTo(3);
    await()
        .untilAsserted(
            () -> assertThat(bob.client().room(room).texts()).containsExactly("between us"));
    TestClient.await(bob.client().tell(alice.name(), "of course"));

    await()
        .untilAsserted(() ->
            assertThat(alice.client().room(room).texts())
                .containsExactly("between us", "of course"));
    assertThat(roomNames(eve.client())).doesNotContain(room);
  }

  @Test
  void receiptCoversTheMessagesOfTheSessionAndVerifies(TestBed bed) throws Exception {
    Person alice = bed.person("alice");
    Person bob = bed.person("bob");
    String room = TestBed.name("deal");
    RoomInfo info = alice.client().create(room, Visibility.PUBLIC);
    bob.client().join(room);
    TestClient.await(alice.client().say(room, "ten crates for five hundred"));
    TestClient.await(bob.client().say(room, "agreed"));

    ServerMessage.ReceiptMessage message = bob.client().receipt(room);

    bob.client().verify(message, bed.rules());
    Receipt receipt = Receipt.parse(message.receipt());
    RoomView whole = RoomView.fromTheStart(info.id());
    bob.client().history(room, 0).forEach(whole::add);
    assertThat(whole.fault()).isEmpty();
    assertThat(receipt.room()).isEqualTo(room);
    assertThat(receipt.roomId()).isEqualTo(info.id());
    assertThat(receipt.user()).isEqualTo(bob.name());
    assertThat(receipt.channelBinding()).isEqualTo(bob.client().channel().channelBinding());
    assertThat(receipt.chain()).isEqualTo(whole.chain());
    assertThat(receipt.last()).isEqualTo(whole.position());
    assertThat(receipt.transcriptSha256())
        .isEqualTo(Receipt.transcriptSha256(whole.entries().stream().map(Entry::line).toList()));
  }

  @Test
  void orderlyCloseSendsReceiptsForAllRoomsOfTheSession(TestBed bed) throws Exception {
    Person alice = bed.person("alice");
    String first = TestBed.name("first");
    String second = TestBed.name("second");
    alice.client().create(first, Visibility.PUBLIC);
    alice.client().create(second, Visibility.PUBLIC);
    TestClient.await(alice.client().say(first, "one"));
    TestClient.await(alice.client().say(second, "two"));

    assertThat(alice.client().bye().closed()).isTrue();

    assertThat(alice.client().others())
        .filteredOn(ServerMessage.ReceiptMessage.class::isInstance)
        .hasSize(2)
        .allSatisfy(message -> {
          ServerMessage.ReceiptMessage receipt = (ServerMessage.ReceiptMessage) message;
          ReceiptSigning.verify(
              receipt.receipt(),
              receipt.signature(),
              PemFiles.certificates(bed.pki().root().resolve("issued/receipt.pem")),
              bed.rules());
          Receipt parsed = Receipt.parse(receipt.receipt());
          assertThat(parsed.room()).isIn(first, second);
          assertThat(parsed.chain()).isEqualTo(alice.client().room(parsed.room()).chain());
        });
  }

  @Test
  void formerMemberGetsReceiptUpToTheDepartureAndCannotReadLaterMessages(TestBed bed)
      throws Exception {
    Person alice = bed.person("alice");
    Person bob = bed.person("bob");
    String room = TestBed.name("left");
    alice.client().create(room, Visibility.PUBLIC);
    bob.client().join(room);
    TestClient.await(alice.client().say(room, "before"));
    Answer.RoomAnswer left =
        TestClient.await(
            bob.client().ask(id -> new Request.Leave(id, room), Answer.RoomAnswer.class));
    TestClient.await(alice.client().say(room, "after"));

    assertThat(Refusals.of(() -> bob.client().history(room, 0))).isEqualTo("forbidden");
    assertThat(bob.client().bye().closed()).isTrue();

    assertThat(bob.client().others())
        .filteredOn(ServerMessage.ReceiptMessage.class::isInstance)
        .singleElement()
        .satisfies(message ->
            assertThat(Receipt.parse(((ServerMessage.ReceiptMessage) message).receipt()).last())
                .isEqualTo(left.room().position()));
  }

  @Test
  void allSessionsOfAUserSeeTheSameMessages(TestBed bed) {
    Person alice = bed.person("alice");
    Person bob = bed.person("bob");
    String room = TestBed.name("devices");
    alice.client().create(room, Visibility.PUBLIC);
    TestClient phone = bed.login(bob);
    bob.client().join(room);

    TestClient.await(alice.client().say(room, "to both of you"));
    TestClient.await(bob.client().say(room, "from the desk"));
    TestClient.await(phone.say(room, "from the phone"));

    await()
        .untilAsserted(() -> {
          assertThat(bob.client().room(room).texts())
              .containsExactly("to both of you", "from the desk", "from the phone");
          assertThat(phone.room(room).texts())
              .containsExactly("to both of you", "from the desk", "from the phone");
        });
    assertThat(phone.room(room).fault()).isEmpty();
    assertThat(phone.room(room).chain()).isEqualTo(alice.client().room(room).chain());
  }

  @Test
  void sessionContinuesAfterKeyUpdate(TestBed bed) {
    Person alice = bed.person("alice");
    String room = TestBed.name("rekeyed");
    alice.client().create(room, Visibility.PUBLIC);
    for (int i = 1; i <= 3; i++) {
      alice.client().channel().sendKeyUpdate(alice.client()::sendFrame);
      TestClient.await(alice.client().say(room, "under key " + i));
    }

    assertThat(alice.client().room(room).texts())
        .containsExactly("under key 1", "under key 2", "under key 3");
  }

  @Test
  void reconnectedClientFetchesAllMissedMessages(TestBed bed) {
    Person alice = bed.person("alice");
    Person bob = bed.person("bob");
    String room = TestBed.name("absence");
    alice.client().create(room, Visibility.PUBLIC);
    bob.client().join(room);
    TestClient.await(alice.client().say(room, "before"));
    await().until(() -> bob.client().room(room).texts().contains("before"));
    long seen = bob.client().room(room).position();
    String chain = bob.client().room(room).chain();
    bob.client().bye();
    for (int i = 1; i <= 20; i++) {
      TestClient.await(alice.client().say(room, "meanwhile " + i));
    }

    TestClient back = bed.login(bob);
    RoomView caughtUp = new RoomView(seen, chain);
    back.history(room, seen).forEach(caughtUp::add);

    assertThat(caughtUp.fault()).isEmpty();
    assertThat(caughtUp.texts()).hasSize(20).first().isEqualTo("meanwhile 1");
    TestClient.await(alice.client().say(room, "after"));
    await().until(() -> back.room(room).texts().contains("after"));
    assertThat(back.room(room).fault()).as("the pushes continue where the history ends").isEmpty();
  }

  @Test
  void privateRoomLooksNonexistentToUninvitedUsers(TestBed bed) {
    Person alice = bed.person("alice");
    Person bob = bed.person("bob");
    Person eve = bed.person("eve");
    String room = TestBed.name("secret");
    alice.client().create(room, Visibility.PRIVATE);
    TestClient.await(
        alice
            .client()
            .ask(id -> new Request.Invite(id, room, bob.name()), Answer.RoomAnswer.class));
    bob.client().join(room);
    String nowhere = TestBed.name("nowhere");

    assertThat(roomNames(eve.client())).doesNotContain(room);
    for (String name : new String[] {room, nowhere}) {
      assertThat(Refusals.of(() -> eve.client().join(name))).isEqualTo("no_such_room");
      assertThat(Refusals.of(() -> eve.client().history(name, 0))).isEqualTo("no_such_room");
      assertThat(Refusals.of(() -> eve.client().receipt(name))).isEqualTo("no_such_room");
      assertThat(Refusals.of(() -> TestClient.await(eve.client().say(name, "let me in"))))
          .isEqualTo("no_such_room");
    }
    assertThat(bob.client().room(room).texts()).isEmpty();
  }

  @Test
  void aStrangersInvitationsBuryNothing(TestBed bed) {
    Person alice = bed.person("alice");
    Person bob = bed.person("bob");
    Person stranger = bed.person("stranger");
    String team = TestBed.name("team");
    alice.client().create(team, Visibility.PUBLIC);
    bob.client().join(team);
    String trap = TestBed.name("aaa");
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      stranger.client().create(trap + i, Visibility.PRIVATE);
      answers.add(invite(stranger, trap + i, bob));
    }
    assertThat(answers.subList(0, 20)).containsOnly("ok");
    assertThat(answers.subList(20, 25)).containsOnly("limit_reached");

    TestClient again = bed.login(bob);
    assertThat(again.listRooms()).first().extracting(RoomInfo::name).isEqualTo(team);
    TestClient.await(alice.client().say(team, "can you hear me?"));
    await().until(() -> again.room(team).texts().contains("can you hear me?"));

    TestClient.await(again.ask(id -> new Request.Decline(id, trap + 0), Answer.Empty.class));
    assertThat(invitations(again)).hasSize(19).doesNotContain(trap + 0);
    assertThat(invite(stranger, trap + 0, bob)).as("as if it were open").isEqualTo("ok");
    String name = stranger.name();
    TestClient.await(again.ask(id -> new Request.Block(id, name), Answer.Empty.class));
    assertThat(invitations(again)).isEmpty();
    assertThat(invite(stranger, trap + 24, bob)).isEqualTo("no_such_user");
    assertThat(Refusals.of(() -> stranger.client().direct(bob.name()))).isEqualTo("no_such_user");
  }

  @Test
  void whoIsBlockedWritesNoMoreInTheDirectRoom(TestBed bed) {
    Person alice = bed.person("alice");
    Person pest = bed.person("pest");
    String room = pest.client().direct(alice.name()).name();
    TestClient.await(pest.client().say(room, "before"));
    await().until(() -> alice.client().room(room).texts().contains("before"));
    TestClient.await(
        alice.client().ask(id -> new Request.Block(id, pest.name()), Answer.Empty.class));

    assertThat(Refusals.of(() -> TestClient.await(pest.client().say(room, "again"))))
        .isEqualTo("blocked");
    TestClient.await(alice.client().say(room, "a last word"));
    await().until(() -> pest.client().room(room).texts().contains("a last word"));
    TestClient.await(
        alice.client().ask(id -> new Request.Unblock(id, pest.name()), Answer.Empty.class));
    TestClient.await(pest.client().say(room, "sorry"));

    await().until(() -> alice.client().room(room).texts().contains("sorry"));
    assertThat(alice.client().room(room).texts()).containsExactly("before", "a last word", "sorry");
  }

  private static String invite(Person member, String room, Person invited) {
    try {
      TestClient.await(
          member
              .client()
              .ask(id -> new Request.Invite(id, room, invited.name()), Answer.RoomAnswer.class));
      return "ok";
    } catch (RuntimeException e) {
      return Refusals.of(() -> {
        throw e;
      });
    }
  }

  private static List<String> invitations(TestClient client) {
    return TestClient.await(
            client.ask(
                id -> new Request.Invitations(id, Optional.empty(), 1_000),
                Answer.InvitationsAnswer.class))
        .invitations()
        .stream()
        .map(Answer.Invited::room)
        .toList();
  }

  private static List<String> roomNames(TestClient client) {
    return client.listRooms().stream().map(RoomInfo::name).toList();
  }
}
