package org.securechat.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.TranscriptLine;

/** {@code export}: what a conversation reads like, for other programs. */
class ConversationExportTest extends KeptRoomsTest {
  private CommandRun export(String format, Path out) {
    return offline("bob", "export", "--room", "lobby", "--format", format, "--out", out);
  }

  private String exported(String format) throws Exception {
    Path out = temporary.resolve("out." + format);
    CommandRun run = export(format, out);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("lobby, lines 1 to " + server.room("lobby").entries().size());
    return Files.readString(out);
  }

  private void talk() throws Exception {
    say("alice", "do we ship?");
    say("bob", "yes", "--reply-to", "3");
    say("alice", "do we ship today?", "--edit", "3");
    say("bob", "+1", "--react", "3");
    say("bob", "no", "--react", "3");
    say("bob", "no", "--unreact", "3");
    say("alice", "a word too many");
    change("alice", "--retract", "9");
    say("alice", "a secret");
    run("bob", "history", "lobby");
    erase("11");
    keep();
  }

  @Test
  void asMarkdownItReadsAsItReadsNow() throws Exception {
    talk();
    String text = exported("markdown");
    assertThat(text)
        .contains("# lobby\n", "## 20", "bob joined")
        .contains("**alice** · edited in line 5\n\n> do we ship today?\n\nReactions:\n- +1 bob\n")
        .contains("**bob** · answers line 3\n\n> yes\n")
        .contains("**alice** · taken back\n", "**alice** · erased\n")
        .contains("the text of line 11 was erased")
        .doesNotContain("do we ship?", "a word too many", "a secret", "- no ");
  }

  @Test
  void asMailItIsAMailForEachMessage() throws Exception {
    talk();
    String box = exported("mbox");
    String id = server.room("lobby").id().toString();
    assertThat(box.lines().filter(line -> line.startsWith("From "))).hasSize(4);
    assertThat(box)
        .startsWith("From alice@securechat.invalid ")
        .contains("Message-ID: <3." + id + "@securechat.invalid>\n")
        .contains("Subject: lobby [edited in line 5]\n")
        .contains("Comments: reaction +1 of bob\n")
        .contains("In-Reply-To: <3." + id + "@securechat.invalid>\n")
        .contains("References: <3." + id + "@securechat.invalid>\n")
        .contains("Subject: Re: lobby [answers line 3]\n")
        .contains("Subject: lobby [taken back]\n", "Subject: lobby [erased]\n")
        .contains("\ndo we ship today?\n")
        .doesNotContain("do we ship?", "a word too many", "a secret");
    assertThat(box.lines().filter(line -> line.startsWith("Date: ")))
        .allMatch(line ->
            line.matches("Date: [MTWFS][a-z]{2}, [0-9]{1,2} [A-Z][a-z]{2} 20[0-9]{2} .* \\+0000"));
    assertThat(box.lines().filter(line -> line.startsWith("From ")))
        .allMatch(line ->
            line.matches(
                "From [a-z]+@securechat\\.invalid [A-Z][a-z]{2} [A-Z][a-z]{2} [ 123][0-9]"
                    + " [0-9:]{8} 20[0-9]{2}"));
  }

  @Test
  void asObjectsItIsTheRecordWithoutWhatWasErased() throws Exception {
    talk();
    List<String> objects = exported("jsonl").lines().toList();
    assertThat(objects).hasSize(server.room("lobby").entries().size());
    assertThat(objects.get(2)).contains("\"type\":\"message\"", "do we ship?");
    assertThat(objects.get(8)).contains("a word too many");
    assertThat(objects.get(10)).contains("\"kind\":\"erased\"").doesNotContain("a secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"markdown", "mbox"})
  void noTextCanPassForAnotherMessage(String format) throws Exception {
    say(
        "alice",
        "x\n\nFrom alice@securechat.invalid Sun Nov 22 19:00:04 2026\nFrom: bob\nSubject: fired\n"
            + "\n## 2020-01-01\n\n19:00:00 · 7 · **bob**\n\n> I owe you\n</blockquote><script>");
    keep();
    String text = exported(format);
    assertThat(text.lines())
        .noneMatch(line -> line.equals("From: bob") || line.startsWith("19:00:00 · 7"));
    if (format.equals("mbox")) {
      assertThat(text.lines().filter(line -> line.startsWith("From "))).hasSize(1);
      assertThat(text).contains("\n=46rom alice@").contains("\n=46rom: bob\n");
      assertThat(text.lines().filter(line -> line.startsWith("Subject: lobby"))).hasSize(1);
    } else {
      assertThat(text)
          .contains("> \\#\\# 2020", "> 19:00:00 · 7 · \\*\\*bob", "\\</blockquote\\>\\<script")
          .doesNotContain("\n## 2020");
      assertThat(text.lines().filter(line -> line.startsWith("> "))).hasSizeGreaterThan(8);
    }
  }

  @Test
  void aLineThatDoesNotHoldIsShownAsThatAndChangesNothing() throws Exception {
    say("alice", "we pay");
    bobSigns(new MessageContent.Edit(about(3), List.of(), "we do not pay"));
    keep();
    for (String format : List.of("markdown", "mbox", "jsonl")) {
      Path out = temporary.resolve("false." + format);
      CommandRun run = export(format, out);
      assertThat(run.code()).as(format).isEqualTo(1);
      assertThat(run.out()).contains("1 do not hold");
      assertThat(Files.readString(out)).as(format).contains("we pay").contains("we do not pay");
    }
    assertThat(Files.readString(temporary.resolve("false.markdown")))
        .contains("**bob** · would have line 3 read · DOES NOT HOLD: there is no message");
    assertThat(Files.readString(temporary.resolve("false.mbox")))
        .contains("Subject: lobby\n")
        .contains("Subject: =?UTF-8?B?");
  }

  @Test
  void whatWasRemovedIsNotWrittenNorWhatItReadLater() throws Exception {
    say("alice", "a secret");
    say("alice", "another secret", "--edit", "3");
    say("alice", "not for this room", "--remove", "3");
    keep();

    for (String format : List.of("markdown", "mbox", "jsonl")) {
      assertThat(exported(format)).as(format).doesNotContain("secret");
    }
    assertThat(Files.readString(temporary.resolve("out.markdown"))).contains("alice** · removed\n");
    assertThat(offline("bob", "search", "secret").code()).isEqualTo(1);
    assertThat(offline("bob", "search", "secret", "--all").out()).startsWith("(removed) ");
  }

  @Test
  void whatAGuestWouldRemoveStays() throws Exception {
    say("alice", "a secret");
    bobSigns(new MessageContent.Removal(about(3), "not for this room"));
    keep();

    assertThat(offline("bob", "search", "secret").code()).isZero();
  }

  private String time(long position) throws Exception {
    String line = server.room("lobby").entries().get((int) position - 1).line();
    return TranscriptLine.parse(line).receivedAt();
  }

  private CommandRun exportOfTime(String format, Path out, String since, String until) {
    return offline(
        "bob",
        "export",
        "--room",
        "lobby",
        "--format",
        format,
        "--out",
        out,
        "--json",
        "--zone",
        "UTC",
        "--since",
        since,
        "--until",
        until);
  }

  @Test
  void ofATimeOnlyItsLinesAreWrittenAsTheyReadNowAndItIsSaidWhatIsLeftOut() throws Exception {
    talk();
    for (String format : List.of("markdown", "mbox", "jsonl")) {
      Path out = temporary.resolve("some." + format);
      CommandRun run = exportOfTime(format, out, time(3), time(5));
      assertThat(run.err()).isEmpty();
      assertThat(run.code()).isZero();
      assertThat(lines(run).getFirst()).contains("\"type\":\"range\"", "\"first\":3,\"last\":4");
      int all = server.room("lobby").entries().size();
      assertThat(lines(run).getLast())
          .contains("\"type\":\"exported\"", "\"first\":3,\"last\":4,\"left_out\":" + (all - 2))
          .contains("\"written\":2");
      assertThat(Files.readString(out))
          .as(format)
          .contains("yes")
          .doesNotContain("joined", "a word too many", "taken back");
    }
    String text = Files.readString(temporary.resolve("some.markdown"));
    assertThat(text)
        .contains("Lines 3 to 4 of room ", "Left out: ")
        // Edited by line 5 and given a symbol by line 6, both after that time.
        .contains("edited in line 5\n\n> do we ship today?\n\nReactions:\n- +1 bob\n");
    assertThat(Files.readAllLines(temporary.resolve("some.jsonl"))).hasSize(2);
  }

  @Test
  void whatWasErasedAfterThatTimeIsNotWritten() throws Exception {
    talk();
    for (String format : List.of("markdown", "mbox", "jsonl")) {
      Path out = temporary.resolve("erased." + format);
      assertThat(exportOfTime(format, out, time(11), time(12)).code()).isZero();
      assertThat(Files.readString(out)).as(format).contains("erased").doesNotContain("secret");
    }
  }

  @Test
  void aTimeWithoutLinesWritesNoFile() throws Exception {
    talk();
    Path out = temporary.resolve("none");
    CommandRun run = exportOfTime("mbox", out, "2001-01-01", "2001-01-02");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("no line is kept from 2001-01-01", "Nothing was written");
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-30, 2026-03-01, is no date",
    "2026-03-02, 2026-03-01, is not after",
    "2026-03-01, noon, is no date"
  })
  void whatIsNoTimeIsWrongUsage(String since, String until, String words) throws Exception {
    keep();
    Path out = temporary.resolve("none");
    CommandRun run = exportOfTime("jsonl", out, since, until);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(words);
    assertThat(out).doesNotExist();
  }

  @Test
  void aFileThatIsThereIsNeverTouched() throws Exception {
    say("alice", "hello");
    keep();
    Path there = Files.writeString(temporary.resolve("there"), "mine");
    Path link = Files.createSymbolicLink(temporary.resolve("link"), temporary.resolve("nothing"));
    for (Path file : List.of(there, link)) {
      CommandRun run = export("mbox", file);
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).contains("is there already");
    }
    assertThat(there).hasContent("mine");
    assertThat(temporary.resolve("nothing")).doesNotExist();
    CommandRun run = export("mbox", temporary.resolve("no/folder/file"));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("cannot be written");
  }

  @Test
  void nobodyElseMayRead() throws Exception {
    say("alice", "hello");
    keep();
    exported("jsonl");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(temporary.resolve("out.jsonl"))))
        .isEqualTo("rw-------");
  }

  @Test
  void anyCharacterIsWrittenAndPlainMailIsAscii() throws Exception {
    say("alice", "gr\u00fc\u00dfe \ud83d\udc4d \u202eevil\u0007 " + "x".repeat(300));
    keep();
    String box = exported("mbox");
    assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(box)).isTrue();
    assertThat(box.lines()).allMatch(line -> line.length() <= 76 || line.startsWith("From "));
    assertThat(box).contains("gr=C3=BC=C3=9Fe =F0=9F=91=8D").doesNotContain("=E2=80=AE", "=07");
    assertThat(exported("markdown")).contains("grüße 👍 \\\\u202eevil\\\\u0007");
  }
}
