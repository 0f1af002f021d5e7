package org.securechat.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.securechat.client.scripted.ScriptedServer;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.TranscriptLine;

/** {@code search --online}, and {@code /search} where not all of a room is kept. */
class OnlineSearchTest extends KeptRoomsTest {
  private CommandRun search(Object... words) {
    List<Object> all = new ArrayList<>(List.of("search", "--online"));
    all.addAll(List.of(words));
    return run("bob", all.toArray());
  }

  private static Entry with(
      Entry entry, String line, String receivedAt, Optional<SignedMessage> message) {
    return new Entry(entry.room(), entry.position(), receivedAt, line, entry.chain(), message);
  }

  @Test
  void linesThatAreNotKeptAreFoundAndTheirPlaceIsTheServersWord() throws Exception {
    say("alice", "the INVOICE of november");
    say("bob", "another invoice");
    say("alice", "something else");
    forgetRooms();

    CommandRun run = search("invoice");

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(lines(run))
        .satisfiesExactly(
            one ->
                assertThat(one)
                    .startsWith("(place not verified) ")
                    .contains("✓ lobby 3 alice: the INVOICE of november"),
            two -> assertThat(two).contains("✓ lobby 4 bob: another invoice"));
    assertThat(keptFiles()).as("what is kept after a search").isEmpty();
  }

  /** What bob keeps is gone, as on a new device. */
  private void forgetRooms() throws Exception {
    for (Path file : keptFiles().reversed()) {
      Files.delete(file);
    }
  }

  private List<Path> keptFiles() throws Exception {
    try (var files = Files.walk(temporary.resolve("data"))) {
      return files.filter(file -> file.toString().contains("/bob/rooms/")).sorted().toList();
    }
  }

  @Test
  void whereTheRoomIsKeptTheChainIsCheckedToo() {
    say("alice", "first invoice");
    run("bob", "history", "lobby");
    say("alice", "second invoice");

    assertThat(lines(search("invoice")))
        .satisfiesExactly(
            one -> assertThat(one).doesNotContain("place").contains("✓ lobby 3", "first invoice"),
            two -> assertThat(two).startsWith("(place not verified) ").contains("second invoice"));
    assertThat(search("--json", "first").out())
        .contains("\"type\":\"found\"", "\"placed\":true", "\"verified\":true")
        .contains("\"type\":\"searched\",\"room\":\"lobby\",\"found\":1,\"searched_to\":1");
  }

  @Test
  void pagesAreTurnedUntilThereIsEnough() {
    for (int i = 1; i <= 5; i++) {
      say(i % 2 == 0 ? "bob" : "alice", "number " + i);
    }

    assertThat(lines(search("number", "--last", "0"))).hasSize(5);
    assertThat(lines(search("number", "--last", "3")))
        .hasSize(3)
        .first()
        .asString()
        .endsWith("number 3");
    assertThat(lines(search("--from", "bob")))
        .satisfiesExactly(
            one -> assertThat(one).endsWith("number 2"),
            two -> assertThat(two).endsWith("number 4"));
    assertThat(lines(search("--from", "bob", "number 4"))).hasSize(1);
    assertThat(search("number 45").code()).isEqualTo(1);
  }

  @Test
  void whatIsKeptIsSearchedByUserAndForTheNewest() throws Exception {
    for (int i = 1; i <= 4; i++) {
      say(i % 2 == 0 ? "bob" : "alice", "number " + i);
    }
    keep();

    assertThat(lines(offline("bob", "search", "--from", "alice", "number")))
        .satisfiesExactly(
            one -> assertThat(one).endsWith("number 1"),
            two -> assertThat(two).endsWith("number 3"));
    assertThat(lines(offline("bob", "search", "--from", "alice"))).hasSize(2);
    assertThat(lines(offline("bob", "search", "--last", "1", "number")))
        .singleElement()
        .asString()
        .endsWith("number 4");
  }

  @Test
  void anAlteredMessageIsShownAsThatAndTheExitCodeSaysSo() {
    say("alice", "we pay");
    server.lie(entry ->
        entry.position() != 3
            ? Optional.of(entry)
            : Optional.of(
                with(
                    entry,
                    entry.line(),
                    entry.receivedAt(),
                    entry
                        .message()
                        .map(said ->
                            new SignedMessage(
                                new String(said.payload(), StandardCharsets.UTF_8)
                                    .replace("we pay", "we PAY")
                                    .getBytes(StandardCharsets.UTF_8),
                                said.signature())))));

    CommandRun run = search("pay");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("✗ lobby 3 alice");
    assertThat(search("pay", "--json").out())
        .contains("\"verified\":false", "payload_altered", "bad_signature");
  }

  @Test
  void aLineThatDiffersFromTheOneThatIsKeptIsAContradiction() {
    say("alice", "we pay");
    run("bob", "history", "lobby");
    server.lie(entry -> {
      try {
        TranscriptLine line = TranscriptLine.parse(entry.line());
        TranscriptLine other =
            new TranscriptLine(
                line.position(),
                "2026-11-22T00:00:00.000Z",
                line.sender(),
                line.certificateSha256(),
                line.payloadSha256(),
                line.signature());
        return Optional.of(with(entry, other.format(), other.receivedAt(), entry.message()));
      } catch (EvidenceException e) {
        throw new AssertionError(e);
      }
    });

    CommandRun run = search("pay", "--json");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("\"verified\":false", "\"changed_later\"", "\"placed\":false");
  }

  @Test
  void aServerThatDoesNotGoOnIsNotAskedWithoutEnd() {
    say("alice", "one");
    server.lieInSearches(answer ->
        Optional.of(
            new Answer.SearchAnswer(
                answer.room(), answer.entries(), server.room("lobby").entries().size(), true)));

    CommandRun run = search("one", "--last", "0");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("not of the lines that were asked for");
  }

  @Test
  void linesOfAnotherRoomAreNoAnswer() {
    say("alice", "one");
    server.lieInSearches(answer ->
        Optional.of(
            new Answer.SearchAnswer(
                "elsewhere", answer.entries(), answer.searchedTo(), answer.more())));
    assertThat(search("one").err()).contains("not of the lines that were asked for");
  }

  @Test
  void whoMayNotSearchIsTold() {
    say("alice", "one");
    server.lieInSearches(_ -> Optional.empty());
    CommandRun run = search("one");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("forbidden");
    assertThat(search("one", "--room", "nowhere").err()).contains("no room 'nowhere'");
  }

  @Test
  void theChatAsksTheServerWhereItDoesNotHaveAllLines() {
    say("alice", "first invoice");
    run("alice", "history", "lobby");
    say("bob", "second invoice");
    server.lie(entry ->
        entry.position() < 4
            ? Optional.of(entry)
            : Optional.of(ScriptedServer.underAnotherChain(entry)));

    String out = chat("/search invoice");

    assertThat(out)
        .contains("the server was asked, too; of 1 of its lines the place in the room is its word")
        .containsPattern("✓ 3 alice: first invoice\n.*✓ 4 bob: second invoice\nthat is all\n");

    server.lieInSearches(_ -> Optional.empty());
    assertThat(chat("/search invoice"))
        .contains("the server was not asked: ", "that is all of what you keep");
  }

  @Test
  void theChatAsksNobodyWhereAllIsKept() {
    say("alice", "first invoice");
    server.lieInSearches(answer -> {
      throw new AssertionError("nobody has to be asked");
    });

    assertThat(chat("/search invoice"))
        .contains("first invoice\nthat is all\n")
        .doesNotContain("was asked");
  }

  private String chat(String... lines) {
    var in = System.in;
    try {
      System.setIn(
          new ByteArrayInputStream(
              (String.join("\n", lines) + "\n/quit\n").getBytes(StandardCharsets.UTF_8)));
      return run("alice", "chat", "--room", "lobby").out();
    } finally {
      System.setIn(in);
    }
  }
}
