package org.securechat.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.evidence.MessageContent;

class SearchCommandTest extends KeptRoomsTest {

  private CommandRun search(Object... words) {
    Object[] all = new Object[words.length + 1];
    all[0] = "search";
    System.arraycopy(words, 0, all, 1, words.length);
    return offline("bob", all);
  }

  @Test
  void allWordsInAnyCaseAndFormAreFoundWithoutAServer() throws Exception {
    say("alice", "The INVOICE of \u0130zmir, \uff11\uff12 pages, stra\u00dfe");
    say("bob", "another invoice");
    keep();

    for (List<String> words :
        List.of(
            List.of("invoice", "izm\u0131r".replace('\u0131', 'i').substring(3)),
            List.of("INVOICE", "12"),
            List.of("STRA\u00dfE"),
            List.of("invoice of"))) {
      CommandRun run = search(words.toArray());
      assertThat(run.err()).isEmpty();
      assertThat(run.code()).isZero();
      assertThat(lines(run)).as("%s", words).singleElement().asString().contains("lobby 3 alice:");
    }
    assertThat(lines(search("invoice"))).hasSize(2);
    CommandRun none = search("invoice", "december");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.out()).isEmpty();
    assertThat(none.err()).isEmpty();
  }

  @Test
  void anEditedMessageIsFoundByItsNewestWordsAlone() throws Exception {
    say("alice", "meeting on monday");
    say("alice", "meeting on tuesday", "--edit", "3");
    keep();

    assertThat(lines(search("meeting")))
        .singleElement()
        .asString()
        .startsWith("(edited) ")
        .contains(" lobby 3 alice: meeting on tuesday");
    assertThat(search("monday").code()).isEqualTo(1);
    assertThat(lines(search("monday", "--all")))
        .singleElement()
        .asString()
        .startsWith("(later changed) ")
        .contains("lobby 3 alice: meeting on monday");
    assertThat(search("tuesday", "--json").out())
        .contains("\"type\":\"match\"", "\"position\":3", "\"state\":\"edited\"", "\"words_at\":4");
  }

  @Test
  void whatWasTakenBackOrErasedIsFoundOnlyIfAskedFor() throws Exception {
    say("alice", "first secret");
    say("alice", "second secret");
    change("alice", "--retract", "3");
    run("bob", "history", "lobby");
    erase("4");
    keep();

    assertThat(search("secret").code()).isEqualTo(1);
    assertThat(lines(search("secret", "--all")))
        .satisfiesExactly(
            one -> assertThat(one).startsWith("(taken back) ").contains("first secret"),
            two -> assertThat(two).startsWith("(erased) ").contains("second secret"));
  }

  @Test
  void aLineThatDoesNotHoldChangesNoOther() throws Exception {
    say("alice", "we pay");
    bobSigns(new MessageContent.Edit(about(3), List.of(), "we do not pay"));
    bobSigns(new MessageContent.Retraction(about(3)));
    keep();

    CommandRun run = search("pay");
    assertThat(run.code()).isZero();
    assertThat(lines(run))
        .satisfiesExactly(
            one -> assertThat(one).contains("✓ lobby 3 alice: we pay").doesNotContain("(edited)"),
            two -> assertThat(two).contains("✗ lobby 4 bob", "no message that this line can be"));
  }

  @Test
  void whatWasAlteredInTheKeptFilesIsNotCalledVerified() throws Exception {
    say("alice", "we pay");
    keep();
    Path payloads = kept("payloads.jsonl");
    List<String> lines = Files.readAllLines(payloads);
    String third = lines.get(2);
    int start = third.indexOf("payload\":\"") + 10;
    String base64 = third.substring(start, third.length() - 2);
    byte[] said = java.util.Base64.getDecoder().decode(base64);
    String other =
        new String(said, java.nio.charset.StandardCharsets.UTF_8).replace("we pay", "we PAY");
    lines.set(
        2,
        third.substring(0, start)
            + java.util.Base64.getEncoder()
                .encodeToString(other.getBytes(java.nio.charset.StandardCharsets.UTF_8))
            + "\"}");
    Files.write(payloads, lines);

    assertThat(lines(search("pay", "--json")))
        .singleElement()
        .asString()
        .contains("\"verified\":false", "payload_altered");
  }

  private Path kept(String file) throws Exception {
    try (var files = Files.walk(temporary.resolve("data"))) {
      return files
          .filter(one -> one.endsWith(file) && one.toString().contains("/bob/"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void aRoomCanBeNamedAndOneThatIsNotKeptIsSaid() throws Exception {
    say("alice", "hello");
    run("alice", "send", "--to", "bob", "hello");
    run("bob", "history", "dm:alice:bob");
    keep();

    assertThat(lines(search("hello"))).hasSize(2);
    assertThat(lines(search("hello", "--room", "dm:alice:bob"))).hasSize(1);
    CommandRun none = search("hello", "--room", "plans");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).contains("nothing is kept of room 'plans'");
  }

  @Test
  void eventsAreNoMatches() throws Exception {
    keep();
    assertThat(search("joined").code()).isEqualTo(1);
    assertThat(search("bob").code()).isEqualTo(1);
  }

  @Test
  void whoeverIsMeantHasToBeKnown() throws Exception {
    say("alice", "hello");
    keep();
    CommandRun several =
        CommandRun.of(
            "search",
            "hello",
            "--as",
            "",
            "--server",
            server.address(),
            "--pki",
            pki.root(),
            "--data",
            temporary.resolve("data"));
    assertThat(several.code()).isEqualTo(1);
    assertThat(several.err()).contains("who are you?", "alice, bob");
    CommandRun nobody = offline("../../etc", "search", "hello");
    assertThat(nobody.code()).isEqualTo(1);
    assertThat(nobody.err()).contains("cannot be a user's name");
    assertThat(offline("carol", "search", "hello").err()).contains("nothing is kept of carol");
    assertThat(temporary.resolve("data/servers/carol")).doesNotExist();
  }
}
