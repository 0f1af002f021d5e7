package org.securechat.it.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.it.client.TestClient;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.ClientProcess;
import org.securechat.it.testbed.ClientPrograms;
import org.securechat.it.testbed.Refusals;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Answer.RoomAnswer;
import org.securechat.protocol.application.Answer.WhoAnswer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.RoomRole;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.About;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.MessageContent.Reaction;
import org.securechat.protocol.evidence.MessageContent.Reaction.Action;
import org.securechat.protocol.evidence.ModerationPayload.Event;
import org.securechat.protocol.evidence.ModerationPayload.Subject;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.json.Json;

/** What owners and moderators decide about rooms, through the real client and server. */
@BlackBox
class RoomLifeIT {
  @TempDir private Path folder;
  private TestBed bed;
  private ClientPrograms programs;

  @BeforeEach
  void begin(TestBed shared) {
    bed = shared;
    programs = new ClientPrograms(bed, folder);
  }

  @Test
  void aRoomIsModeratedAndItsRecordVerifies() throws Exception {
    String alice = TestBed.name("alice");
    String bob = TestBed.name("bob");
    String carol = TestBed.name("carol");
    String room = TestBed.name("life");
    for (String user : List.of(alice, bob, carol)) {
      bed.certified(user);
      programs.good(user, "register");
    }
    programs.good(alice, "create", room);
    programs.good(bob, "join", room);
    programs.good(carol, "join", room);
    programs.good(carol, "send", "--room", room, "buy cheap crates");
    programs.good(alice, "room", "topic", room, "Ship on Friday");
    programs.good(alice, "room", "rules", room, "1. Be kind.\n2. No crates.");
    programs.good(alice, "room", "moderator", room, bob);
    programs.good(bob, "room", "mute", room, carol, "--for", "1h", "--reason", "crates");
    programs.refused("muted", carol, "send", "--room", room, "more crates");
    programs.refused("forbidden", carol, "room", "unmute", room, carol);
    programs.good(bob, "room", "unmute", room, carol);
    programs.good(bob, "send", "--room", room, "--remove", "4", "advertising");
    programs.good(bob, "room", "ban", room, carol, "--reason", "crates");
    programs.refused("forbidden", carol, "join", room);
    programs.refused("forbidden", alice, "invite", "--room", room, carol);
    programs.good(alice, "room", "unban", room, carol);
    ClientProcess.Result entered = programs.good(carol, "join", room);
    assertThat(entered.out()).contains("2. No crates.");
    programs.good(bob, "room", "readonly", room, "on");
    programs.refused("forbidden", carol, "send", "--room", room, "hello");
    String announced =
        line(programs.good(bob, "send", "--json", "--room", room, "an announcement"));
    programs.good(alice, "room", "readonly", room, "off");
    programs.good(alice, "room", "slow", room, "3600");
    // What was said before slow mode does not count; what was said since does, even if it is
    // removed.
    String slow = line(programs.good(carol, "send", "--json", "--room", room, "slowly"));
    programs.good(bob, "send", "--room", room, "--remove", slow, "advertising");
    programs.refused("too_soon", carol, "send", "--room", room, "again");
    programs.good(bob, "send", "--room", room, "once");
    programs.good(bob, "send", "--room", room, "twice");
    programs.good(carol, "send", "--room", room, "--react", announced, "+1");
    programs.good(alice, "room", "owner", room, bob);
    programs.refused("forbidden", alice, "room", "owner", room, alice);
    programs.good(bob, "room", "kick", room, carol, "--reason", "enough");

    List<JsonNode> lines =
        ClientPrograms.printed(
            programs.good(alice, "history", room, "--json", "--last", "100"), "message");
    assertThat(lines).allMatch(line -> line.get("verified").booleanValue());
    assertThat(lines.stream().map(line -> line.get("kind").textValue()))
        .contains("topic", "rules", "moderator", "muted", "unmuted", "banned", "unbanned")
        .contains("writers", "slow", "owner", "kicked")
        .endsWith("kicked", "left");

    Path bundle = folder.resolve("evidence");
    programs.good(bob, "receipt", "--room", room, "--out", bundle.toString());
    ClientProcess.Result verified = verified(bundle);
    assertThat(verified.exit()).as(verified.out() + verified.err()).isZero();
    assertThat(verified.out())
        .contains(
            alice + " made " + bob + " a moderator",
            bob + " banned " + carol + ": “crates”",
            bob + " took " + carol + " out of the room: “enough”",
            alice + " made " + bob + " the owner of the room");
  }

  /** The number of the line that a client's program has sent. */
  private static String line(ClientProcess.Result sent) throws Exception {
    String answer =
        sent.out().lines().filter(line -> line.contains("\"sent\"")).findFirst().orElseThrow();
    return Json.MAPPER.readTree(answer).get("position").asText();
  }

  @Test
  void anAnnouncedRoomIsFoundByAllAndReadByWhomItsMembersInvite() {
    Person alice = bed.person("alice");
    Person bob = bed.person("bob");
    TestClient hers = alice.client();
    TestClient his = bob.client();
    String room = TestBed.name("council");
    hers.create(room, Visibility.ANNOUNCED);
    decide(hers, room, Event.TOPIC, room, "What we decide");
    decide(hers, room, Event.RULES, room, "By invitation.");
    TestClient.await(hers.say(room, "for members alone"));

    assertThat(his.listRooms())
        .filteredOn(one -> one.name().equals(room))
        .singleElement()
        .satisfies(one -> {
          assertThat(one.visibility()).isEqualTo(Visibility.ANNOUNCED);
          assertThat(one.member()).isFalse();
          assertThat(one.terms().topic()).isEqualTo("What we decide");
        });
    RoomInfo found =
        TestClient.await(his.ask(id -> new Request.RoomRequest(id, room), RoomAnswer.class)).room();
    assertThat(found.terms().rules()).isEqualTo("By invitation.");
    staysOut(his, room);

    TestClient.await(hers.ask(id -> new Request.Invite(id, room, bob.name()), RoomAnswer.class));
    assertThat(Refusals.of(() -> his.history(room, 0))).isEqualTo("forbidden");
    his.join(room);
    assertThat(his.history(room, 0)).hasSize(6);
    TestClient.await(his.say(room, "here I am"));

    TestClient.await(his.ask(id -> new Request.Leave(id, room), RoomAnswer.class));
    staysOut(his, room);
    assertThat(hers.history(room, 0)).as("no line of what was refused").hasSize(8);
  }

  private static void staysOut(TestClient stranger, String room) {
    assertThat(Refusals.of(() -> stranger.join(room))).isEqualTo("forbidden");
    assertThat(Refusals.of(() -> stranger.history(room, 0))).isEqualTo("forbidden");
    assertThat(Refusals.of(() -> stranger.receipt(room))).isEqualTo("forbidden");
    assertThat(Refusals.of(() -> TestClient.await(stranger.say(room, "let me in"))))
        .isEqualTo("forbidden");
    assertThat(
            Refusals.of(() ->
                TestClient.await(stranger.ask(id -> new Request.Who(id, room), WhoAnswer.class))))
        .isEqualTo("forbidden");
    assertThat(
            Refusals.of(() ->
                TestClient.await(
                    stranger.ask(id -> new Request.Invite(id, room, "alice"), RoomAnswer.class))))
        .isEqualTo("forbidden");
    assertThat(Refusals.of(() -> decide(stranger, room, Event.TOPIC, room, "mine")))
        .isEqualTo("forbidden");
  }

  @Test
  void onlyWhoHasTheRightDecides() {
    Person alice = bed.person("alice");
    Person bob = bed.person("bob");
    TestClient hers = alice.client();
    TestClient his = bob.client();
    String room = TestBed.name("life");
    hers.create(room, Visibility.PUBLIC);
    his.join(room);

    for (Event event : Event.values()) {
      String subject = event.subject() == Subject.ROOM ? room : alice.name();
      String value =
          switch (event) {
            case WRITERS -> "members";
            case SLOW -> "0";
            case PINNED, UNPINNED -> "00".repeat(32);
            default -> "";
          };
      String about = event.subject() == Subject.POSITION ? "1" : subject;
      assertThat(Refusals.of(() -> decide(his, room, event, about, value)))
          .as("%s", event)
          .isEqualTo("forbidden");
    }
    assertThat(hers.history(room, 0)).as("no line of it").hasSize(2);
  }

  @Test
  void whatIsPinnedIsAMessageWithTheWordsThatWereRead() {
    Person alice = bed.person("alice");
    TestClient hers = alice.client();
    String room = TestBed.name("life");
    hers.create(room, Visibility.PUBLIC);
    About message = said(hers, room, new MessageContent.Text(List.of(), "read this"));
    About reaction = said(hers, room, new Reaction(message, "+1", Action.GIVEN));

    for (About wrong :
        List.of(
            reaction,
            new About(1, message.payloadSha256()),
            new About(message.position(), "ab".repeat(32)),
            new About(99, message.payloadSha256()))) {
      assertThat(Refusals.of(() -> pin(hers, room, wrong))).isEqualTo("no_such_message");
    }
    RoomInfo now = pin(hers, room, message);
    assertThat(now.terms().pins()).containsExactly(2L);
    assertThat(now.terms().role()).contains(RoomRole.OWNER);
    assertThat(pin(hers, room, message).position())
        .as("it is so already")
        .isEqualTo(now.position());
  }

  @Test
  void whoIsTakenOutWritesNothingMoreOnAConnectionThatIsOpen() {
    Person alice = bed.person("alice");
    Person bob = bed.person("bob");
    TestClient hers = alice.client();
    TestClient his = bob.client();
    String room = TestBed.name("life");
    hers.create(room, Visibility.PUBLIC);
    his.join(room);
    TestClient.await(his.say(room, "before"));

    decide(hers, room, Event.KICKED, bob.name(), "enough");

    assertThat(Refusals.of(() -> TestClient.await(his.say(room, "after")))).isEqualTo("forbidden");
    his.join(room);
    assertThat(TestClient.await(his.say(room, "again")).position()).isEqualTo(7);
  }

  private static RoomInfo pin(TestClient client, String room, About message) {
    return decide(
        client, room, Event.PINNED, Long.toString(message.position()), message.payloadSha256());
  }

  private static RoomInfo decide(
      TestClient client, String room, Event event, String subject, String value) {
    return TestClient.await(
            client.ask(
                id -> new Request.Moderate(id, room, event, subject, value, OptionalLong.empty()),
                RoomAnswer.class))
        .room();
  }

  private static About said(TestClient client, String room, MessageContent content) {
    SignedMessage message = client.sign(client.payload(room, content));
    return new About(
        TestClient.await(client.send(room, message)).position(), message.payloadSha256());
  }

  private ClientProcess.Result verified(Path bundle) {
    return ClientProcess.run(
        folder,
        Map.of(),
        "verify",
        bundle.toString(),
        "--read",
        "--ca",
        bed.pki().authorityFile().toString());
  }
}
