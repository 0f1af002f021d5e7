package org.securechat.it.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.About;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.MessageContent.Edit;
import org.securechat.protocol.evidence.MessageContent.Reaction;
import org.securechat.protocol.evidence.MessageContent.Reaction.Action;
import org.securechat.protocol.evidence.MessageContent.Reply;
import org.securechat.protocol.evidence.MessageContent.Retraction;
import org.securechat.protocol.evidence.SignedMessage;

/** Answers, edits, retractions and reactions, through the real client and server. */
@BlackBox
class MessageKindsIT {

  @TempDir private Path folder;
  private TestBed bed;
  private ClientPrograms programs;

  @BeforeEach
  void begin(TestBed shared) {
    bed = shared;
    programs = new ClientPrograms(bed, folder);
  }

  @Test
  void peopleAnswerChangeAndReactAndWhoComesLaterReadsTheSame() throws Exception {
    String alice = TestBed.name("alice");
    String bob = TestBed.name("bob");
    String carol = TestBed.name("carol");
    String room = TestBed.name("kinds");
    for (String user : List.of(alice, bob, carol)) {
      bed.certified(user);
      programs.good(user, "register");
    }
    programs.good(alice, "create", room);
    programs.good(bob, "join", room);
    programs.good(alice, "send", "--room", room, "@" + bob + ", do we ship?");
    programs.good(bob, "send", "--room", room, "--reply-to", "3", "on Friday");
    programs.good(bob, "send", "--room", room, "--react", "3", "+1");
    programs.good(alice, "send", "--room", room, "--edit", "3", "do we ship this week?");
    programs.good(bob, "send", "--room", room, "--unreact", "3", "+1");
    programs.good(alice, "send", "--room", room, "--retract", "3");

    ClientProcess.Result wrong = programs.run(bob, "send", "--room", room, "--edit", "3", "no");
    assertThat(wrong.exit()).isEqualTo(1);
    assertThat(wrong.out() + wrong.err()).contains("line 3 is not yours, but of " + alice);
    assertThat(programs.run(bob, "send", "--room", room, "--retract", "4", "why").exit())
        .isEqualTo(2);

    programs.good(carol, "join", room);
    List<JsonNode> lines =
        ClientPrograms.printed(programs.good(carol, "history", room, "--json"), "message");
    assertThat(lines.stream().map(line -> line.get("kind").textValue()))
        .containsExactly(
            "created",
            "joined",
            "text",
            "reply",
            "reaction",
            "edit",
            "reaction",
            "retraction",
            "joined");
    assertThat(lines).allMatch(line -> line.get("verified").booleanValue());
    assertThat(lines.get(2).get("mentions").get(0).textValue()).isEqualTo(bob);
    assertThat(lines.get(3).get("about").longValue()).isEqualTo(3);
    assertThat(lines.get(6).get("action").textValue()).isEqualTo("withdrawn");

    Path bundle = folder.resolve("evidence");
    programs.good(carol, "receipt", "--room", room, "--out", bundle.toString());
    ClientProcess.Result verified = verified(bundle);
    assertThat(verified.exit()).as(verified.out() + verified.err()).isZero();
    assertThat(verified.out())
        .contains(
            bob + " (answers line 3): on Friday",
            alice + " (line 3 now reads): do we ship this week?",
            bob + " (withdrew “+1” from line 3)",
            alice + " (took line 3 back)");
  }

  @Test
  void whatTheOwnerRemovesIsErasedWithItsEditsAndTheRecordSaysWhy() throws Exception {
    String alice = TestBed.name("alice");
    String bob = TestBed.name("bob");
    String room = TestBed.name("kinds");
    for (String user : List.of(alice, bob)) {
      bed.certified(user);
      programs.good(user, "register");
    }
    programs.good(alice, "create", room);
    programs.good(bob, "join", room);
    programs.good(bob, "send", "--room", room, "buy cheap crates");
    programs.good(bob, "send", "--room", room, "--edit", "3", "buy very cheap crates");

    ClientProcess.Result wrong = programs.run(bob, "send", "--room", room, "--remove", "3");
    assertThat(wrong.exit()).isEqualTo(1);
    assertThat(wrong.out() + wrong.err()).contains("may not");
    programs.good(bob, "send", "--room", room, "--read");
    assertThat(programs.run(bob, "send", "--room", room, "--read").exit())
        .as("twice a minute")
        .isEqualTo(1);
    programs.good(alice, "send", "--room", room, "--remove", "3", "advertising");

    Person carol = bed.person("carol");
    carol.client().join(room);
    await()
        .until(() ->
            carol.client().history(room, 0).stream()
                .filter(entry -> entry.message().isEmpty())
                .map(Entry::position)
                .toList()
                .equals(List.of(3L, 4L)));
    Path bundle = folder.resolve("evidence");
    programs.good(bob, "receipt", "--room", room, "--out", bundle.toString());
    ClientProcess.Result verified = verified(bundle);
    assertThat(verified.exit()).as(verified.out() + verified.err()).isZero();
    assertThat(verified.out())
        .contains(
            bob + " (has read up to line 4)",
            alice + " (removed line 3: “advertising”)",
            "the content of line 3 was erased (by " + alice + ")")
        .doesNotContain("cheap");
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

  @Test
  void whatALineCannotBeAboutIsNotTaken() {
    Person alice = bed.person("alice");
    Person bob = bed.person("bob");
    String room = TestBed.name("kinds");
    TestClient hers = alice.client();
    TestClient his = bob.client();
    hers.create(room, Visibility.PUBLIC);
    his.join(room);
    About message = said(his, room, new MessageContent.Text(List.of(), "his"));
    About edit = said(his, room, new Edit(message, List.of(), "his, again"));
    hers.history(room, 0);

    for (MessageContent wrong :
        List.of(
            new Edit(message, List.of(), "hers"),
            new Retraction(message),
            new Reply(edit, List.of(), "to an edit"),
            new Reaction(new About(1, message.payloadSha256()), "+1", Action.GIVEN),
            new Reply(new About(1_000, message.payloadSha256()), List.of(), "early"),
            new Reply(new About(message.position(), "ab".repeat(32)), List.of(), "other"))) {
      assertThat(Refusals.of(() -> TestClient.await(hers.say(room, wrong))))
          .as("%s", wrong)
          .isEqualTo("no_such_message");
    }
    said(hers, room, new Reply(message, List.of(), "hers"));
    assertThat(TestClient.await(hers.say(room, "and a message")).position()).isEqualTo(6);
  }

  private static About said(TestClient client, String room, MessageContent content) {
    SignedMessage message = client.sign(client.payload(room, content));
    return new About(
        TestClient.await(client.send(room, message)).position(), message.payloadSha256());
  }
}
