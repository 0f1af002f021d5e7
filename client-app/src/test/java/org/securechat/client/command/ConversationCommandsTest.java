package org.securechat.client.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.securechat.client.scripted.ScriptedServer;
import org.securechat.protocol.json.Json;

class ConversationCommandsTest extends ServerCommandsTest {
  @Test
  void anAccountIsOpenedOnce() {
    assertThat(run("alice", "register", "--json").out())
        .contains("\"type\":\"registered\",\"user\":\"alice\"");
    CommandRun again = run("alice", "register");
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("name is taken").contains("[name_taken]");
  }

  @Test
  void loginChecksThePassword() throws Exception {
    server.register("alice", "correct horse");
    assertThat(run("alice", "login").out()).startsWith("logged in as alice");
    Files.writeString(password, "wrong");
    CommandRun wrong = run("alice", "login", "--json");
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(
            Json.parse(wrong.out().strip().getBytes(StandardCharsets.UTF_8))
                .get("code")
                .textValue())
        .isEqualTo("bad_credentials");
  }

  @Test
  void whatIsSentIsHeardAndRemembered() throws Exception {
    lobby();
    CompletableFuture<CommandRun> listening =
        CompletableFuture.supplyAsync(
            () -> run("bob", "listen", "lobby", "--count", "2", "--timeout", "30", "--json"));
    Awaitility.await().until(() -> server.connections() == 1);
    CommandRun sent = run("alice", "send", "--room", "lobby", "good", "morning");
    assertThat(sent.err()).isEmpty();
    assertThat(sent.code()).isZero();
    assertThat(sent.out()).contains("sent, line 3 of lobby").contains("receipt for lobby");
    run("alice", "send", "--room", "lobby", "--json", "again ✓");

    CommandRun heard = listening.get(40, TimeUnit.SECONDS);
    assertThat(heard.code()).isZero();
    assertThat(heard.out())
        .contains("\"text\":\"good morning\"")
        .contains("\"text\":\"again \\u2713\"")
        .contains("\"verified\":true")
        .doesNotContain("\"verified\":false");
    assertThat(heard.out().lines())
        .allSatisfy(line -> Json.parse(line.getBytes(StandardCharsets.UTF_8)));

    CommandRun history = run("bob", "history", "lobby", "--last", "2");
    assertThat(history.out().lines()).hasSize(2);
    assertThat(history.out()).contains("alice: good morning").contains("alice: again ✓");
  }

  @Test
  void aDirectMessageNamesItsRoom() {
    lobby();
    assertThat(run("alice", "send", "--to", "bob", "psst").out()).contains("dm:alice:bob");
    assertThat(run("bob", "history", "--room", "dm:alice:bob").out()).contains("alice: psst");
  }

  @Test
  void roomsAndMembersAreListed() {
    lobby();
    assertThat(run("alice", "rooms").out()).contains("lobby").contains("member");
    assertThat(run("alice", "rooms", "--json").out()).contains("\"room\":\"lobby\"");
    assertThat(run("bob", "who", "--room", "lobby").out()).contains("alice").contains("bob");
    assertThat(run("bob", "leave", "lobby").code()).isZero();
    assertThat(run("alice", "who", "lobby").out()).doesNotContain("bob");
  }

  @Test
  void invitationsAreListedDeclinedAndBlocked() {
    lobby();
    for (String room : List.of("board", "plans", "trap-1", "trap-2")) {
      server.invitations.invite("bob", room, room.startsWith("trap") ? "mallory" : "alice");
    }
    assertThat(run("bob", "invitations").out().lines())
        .hasSize(4)
        .first(STRING)
        .contains("board")
        .contains("by alice");
    assertThat(run("bob", "invitations", "--json").out())
        .contains("\"type\":\"invitation\",\"room\":\"trap-2\"")
        .contains("\"by\":\"mallory\"");

    assertThat(run("bob", "decline", "board").out()).contains("declined the invitation to board");
    assertThat(run("bob", "block", "mallory", "eve", "--json").out())
        .contains("\"type\":\"blocked\",\"user\":\"mallory\"");

    assertThat(run("bob", "invitations").out().lines()).singleElement(STRING).contains("plans");
    assertThat(run("bob", "blocked").out().lines()).containsExactly("eve", "mallory");
    assertThat(run("bob", "unblock", "eve").out()).contains("unblocked eve");
    assertThat(run("bob", "blocked").out().lines()).containsExactly("mallory");
  }

  @Test
  void aRoomIsMadeOfOneKind() {
    server.register("alice", "correct horse");
    assertThat(run("alice", "create", "council", "--announced").out())
        .contains("made announced room council");
    assertThat(run("alice", "create", "board", "--private", "--json").out())
        .contains("\"visibility\":\"private\"");
    assertThat(run("alice", "create", "lobby").out()).contains("made public room lobby");
    assertThat(run("alice", "rooms").out()).containsPattern("council +announced member");
    CommandRun both = run("alice", "create", "hall", "--private", "--announced");
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err()).contains("--private", "--announced");
    assertThat(run("alice", "rooms").out()).doesNotContain("hall");
  }

  @Test
  void silenceEndsWithOneAndNothingIsCounted() {
    lobby();
    CommandRun run = run("bob", "listen", "lobby", "--count", "1", "--timeout", "0");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run("bob", "listen", "lobby", "--timeout", "0").code()).isZero();
  }

  @Test
  void aLieIsPrintedAndEndsWithOne() {
    lobby();
    run("alice", "send", "--room", "lobby", "truth");
    server.lie(entry -> Optional.of(ScriptedServer.underAnotherChain(entry)));
    CommandRun history = run("bob", "history", "lobby");
    assertThat(history.code()).isEqualTo(1);
    assertThat(history.out()).contains("the chain value does not follow from the line before");
  }

  @Test
  void aRoomThatIsNotThereIsNamed() {
    server.register("alice", "correct horse");
    CommandRun run = run("alice", "history", "nowhere");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("no room 'nowhere'").contains("securechat create");
  }

  @Test
  void whoYouAreHasToBeSaid() {
    CommandRun run = CommandRun.of("login", "--pki", pki.root(), "--no-password");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("who are you").contains("--as NAME");
  }

  @Test
  void chattingWithoutATerminalReadsLinesAndPrintsLines() {
    lobby();
    server.invitations.invite("alice", "trap", "mallory");
    var in = System.in;
    try {
      System.setIn(
          new ByteArrayInputStream(
              "hello from a script\n/who\n/nonsense\n/invitations\n/dec trap\n/block mallory\n/blocked\n/unbl mallory\n/rec\n/quit\n"
                  .getBytes(StandardCharsets.UTF_8)));
      CommandRun run = run("alice", "chat", "--room", "lobby");
      assertThat(run.err()).isEmpty();
      assertThat(run.out())
          .contains("you are alice")
          .contains("bob joined")
          .contains("alice: hello from a script")
          .contains("  bob")
          .contains("no command /nonsense")
          .contains("you are invited to 1 room; /invitations lists them")
          .contains("by mallory")
          .contains("declined the invitation to trap")
          .contains("blocked mallory; /unblock mallory takes it back")
          .contains("  mallory")
          .contains("unblocked mallory")
          .contains("receipt for lobby, lines 1 to 3");
      assertThat(run.code()).isZero();
    } finally {
      System.setIn(in);
    }
  }

  @Test
  void whoModeratesDoesItFromTheChat() {
    lobby();
    var in = System.in;
    try {
      System.setIn(
          new ByteArrayInputStream(
              """
              /topic
              /topic Ship on Friday
              /topic
              /slow fast
              /readonly perhaps
              /pin 99
              /create hall privat
              /create hall direct
              /create council announced
              /join lobby
              /moderator bob on
              /mute bob 2h too loud
              /kick bob spam
              /quit
              """
                  .getBytes(StandardCharsets.UTF_8)));
      CommandRun run = run("alice", "chat", "--room", "lobby");
      assertThat(run.out())
          .contains("no topic")
          .contains("* alice set the topic: “Ship on Friday”")
          .contains("\nShip on Friday")
          .contains("/slow needs a number of seconds, or off")
          .contains("/readonly needs 'on' or 'off'")
          .contains("there is no line 99")
          .contains("'privat' is no kind of room")
          .contains("'direct' is no kind of room")
          .contains("* alice made bob a moderator")
          .contains("* alice muted bob")
          .contains(": “too loud”")
          .contains("* alice took bob out of the room: “spam”")
          .contains("* bob is out of the room (by alice)")
          .doesNotContain("✗ 4");
      assertThat(run.code()).isZero();
    } finally {
      System.setIn(in);
    }
  }

  @Test
  void messagesArePinnedByTheirWordsAndThePinIsTakenAway() {
    lobby();
    run("alice", "send", "--room", "lobby", "ship on Friday");

    assertThat(run("alice", "room", "pin", "lobby", "3").out()).contains("pinned       3");
    assertThat(run("alice", "room", "show", "lobby", "--json").out()).contains("\"pins\":[3]");
    assertThat(run("bob", "history", "lobby").out()).contains("* alice pinned line 3");
    CommandRun unpinned = run("alice", "room", "unpin", "lobby", "3", "--json");
    assertThat(unpinned.code()).isZero();
    assertThat(unpinned.out()).contains("\"pins\":[]");
    assertThat(run("alice", "room", "show", "lobby").out()).doesNotContainPattern("pinned +3");
  }

  @Test
  void whatCannotBePinnedIsRefusedAndPinsNothing() {
    lobby();
    CommandRun missing = run("alice", "room", "pin", "lobby", "99");
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err()).contains("there is no line 99");
    assertThat(run("alice", "room", "unpin", "lobby", "99").code()).isEqualTo(1);
    assertThat(run("alice", "room", "pin", "lobby", "first").code()).isEqualTo(2);
    assertThat(run("alice", "room", "pin", "lobby").code()).isEqualTo(2);
    assertThat(run("alice", "room", "pin", "nowhere", "1").code()).isEqualTo(1);
    assertThat(run("alice", "room", "show", "lobby", "--json").out()).contains("\"pins\":[]");
  }

  @Test
  void scriptsDecideAboutRoomsAndReadWhatHolds() {
    lobby();
    CommandRun run = run("alice", "room", "topic", "lobby", "Ship on Friday", "--json");
    assertThat(run.out()).contains("\"topic\":\"Ship on Friday\"");
    assertThat(run("alice", "room", "show", "lobby").out())
        .contains("topic        Ship on Friday")
        .contains("slow mode    off");
    assertThat(run("alice", "room", "slow", "lobby", "86401").code()).isEqualTo(2);
    assertThat(run("alice", "room", "readonly", "lobby", "perhaps").code()).isEqualTo(2);
    assertThat(run("alice", "room", "ban", "lobby", "bob", "--for", "1w").code()).isEqualTo(2);
    assertThat(run("alice", "room", "topic", "lobby", "two\nlines").code()).isEqualTo(1);
    assertThat(run("alice", "room", "kick", "lobby", "bob", "--reason", "spam").code()).isZero();
    assertThat(run("alice", "history", "lobby", "--json").out())
        .contains("\"kind\":\"kicked\",\"subject\":\"bob\",\"actor\":\"alice\",\"value\":\"spam\"");
  }
}
