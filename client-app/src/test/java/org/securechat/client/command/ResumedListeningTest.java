package org.securechat.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.json.Json;
import picocli.CommandLine;

/** {@code listen --resume}: each line once, however often the program begins anew. */
class ResumedListeningTest extends ServerCommandsTest {
  private Path at;

  @BeforeEach
  void aRoomThatIsListenedTo() {
    at = temporary.resolve("lobby.at");
    lobby();
    CommandRun first = resumed("--timeout", "0");
    assertThat(first.err()).isEmpty();
    assertThat(first.code()).isZero();
    assertThat(texts(first)).isEmpty();
  }

  private CommandRun resumed(Object... options) {
    List<Object> words =
        new ArrayList<>(List.of("listen", "--room", "lobby", "--resume", at, "--json"));
    words.addAll(List.of(options));
    return run("bob", words.toArray());
  }

  private void say(String... texts) {
    for (String text : texts) {
      assertThat(run("alice", "send", "--room", "lobby", text).code()).isZero();
    }
  }

  private static List<String> texts(CommandRun run) {
    return run.out()
        .lines()
        .filter(line -> line.contains("\"type\":\"message\""))
        .map(ResumedListeningTest::text)
        .toList();
  }

  private static String text(String line) {
    try {
      var json = Json.parse(line.getBytes(StandardCharsets.UTF_8));
      return json.path("text").asText(json.path("kind").asText());
    } catch (Exception e) {
      throw new AssertionError(line, e);
    }
  }

  @Test
  void whatWasMissedIsPrintedFirstAndOnce() {
    say("one", "two", "three", "four", "five");

    assertThat(texts(resumed("--timeout", "0")))
        .containsExactly("one", "two", "three", "four", "five");
    assertThat(texts(resumed("--timeout", "0"))).isEmpty();
    say("six");
    assertThat(texts(resumed("--timeout", "0"))).containsExactly("six");
  }

  @Test
  void oneMessageARunIsEachMessageOnce() {
    say("one", "two", "three");

    List<String> heard = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      CommandRun run = resumed("--count", "1", "--timeout", "20");
      assertThat(run.code()).isZero();
      assertThat(texts(run)).hasSize(1);
      heard.addAll(texts(run));
    }
    assertThat(heard).containsExactly("one", "two", "three");
    assertThat(resumed("--count", "1", "--timeout", "0").code()).isEqualTo(1);
  }

  @Test
  void whoIsKilledBeforeTheFileIsWrittenPrintsThatLineOnceMoreAndNoOther() throws Exception {
    say("one", "two");
    resumed("--count", "1", "--timeout", "20");
    byte[] before = Files.readAllBytes(at);
    resumed("--count", "1", "--timeout", "20");
    Files.write(at, before);

    assertThat(texts(resumed("--timeout", "0"))).containsExactly("two");
  }

  @Test
  void whatComesIsHeardOnceAlsoAfterALostConnection() throws Exception {
    say("missed");
    CompletableFuture<CommandRun> listening =
        CompletableFuture.supplyAsync(() -> resumed("--count", "3", "--timeout", "60"));
    Awaitility.await().until(() -> server.connections() == 1);
    say("live");
    server.cut();
    say("while away");

    CommandRun heard = listening.get(80, TimeUnit.SECONDS);
    assertThat(texts(heard)).containsExactly("missed", "live", "while away");
    assertThat(heard.code()).isZero();
    assertThat(texts(resumed("--timeout", "0"))).isEmpty();
  }

  @Test
  void whatCouldNotBePrintedIsNotNotedAsPrinted() throws Exception {
    say("one", "two");
    byte[] before = Files.readAllBytes(at);
    StringWriter err = new StringWriter();
    CommandLine line = SecureChatCommand.line();
    line.setOut(new PrintWriter(new ClosedPipe(), true)).setErr(new PrintWriter(err, true));

    int code =
        line.execute(
            "listen",
            "lobby",
            "--resume",
            at.toString(),
            "--as",
            "bob",
            "--server",
            server.address().toString(),
            "--pki",
            pki.root().toString(),
            "--data",
            temporary.resolve("data").toString(),
            "--password-file",
            password.toString());

    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("what is printed cannot be written");
    assertThat(at).hasBinaryContent(before);
    assertThat(texts(resumed("--timeout", "0"))).containsExactly("one", "two");
  }

  private static final class ClosedPipe extends Writer {
    @Override
    public void write(char[] text, int offset, int length) throws IOException {
      throw new IOException("Broken pipe");
    }

    @Override
    public void flush() {
      // Nothing is there.
    }

    @Override
    public void close() {
      // It is.
    }
  }

  @Test
  void aFaultIsPrintedInItsPlaceAndOnlyOnce() {
    say("one", "two", "three");
    server.lie(entry -> Optional.of(entry.position() == 4 ? withOtherWords(entry) : entry));

    CommandRun run = resumed("--timeout", "0");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out().lines().filter(line -> line.contains("\"type\":\"message\"")))
        .hasSize(3)
        .element(1)
        .asString()
        .contains("\"position\":4", "payload_altered", "\"verified\":false");
    assertThat(texts(resumed("--timeout", "0"))).isEmpty();
  }

  private static Entry withOtherWords(Entry entry) {
    SignedMessage said = entry.message().orElseThrow();
    byte[] other =
        new String(said.payload(), StandardCharsets.UTF_8)
            .replace("two", "2.0")
            .getBytes(StandardCharsets.UTF_8);
    return new Entry(
        entry.room(),
        entry.position(),
        entry.receivedAt(),
        entry.line(),
        entry.chain(),
        Optional.of(new SignedMessage(other, said.signature())));
  }

  @Test
  void aFileOfAnotherRoomIsRefusedBeforeTheServerIsAsked() throws Exception {
    assertThat(run("alice", "create", "plans").code()).isZero();
    server.close();

    CommandRun run = run("alice", "listen", "plans", "--resume", at, "--timeout", "0");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("is of room lobby, not of plans");
  }

  @Test
  void aRecordThatWasChangedIsRefusedAndTheFileStays() throws Exception {
    say("one");
    resumed("--timeout", "0");
    String kept = Files.readString(at);
    int chain = kept.indexOf("\"chain\":\"") + 9;
    for (String other :
        List.of(
            kept.substring(0, chain) + "0".repeat(64) + "\"}",
            kept.replace("\"position\":3", "\"position\":2"),
            kept.replace("\"position\":3", "\"position\":33"),
            kept.replaceAll("\"id\":\"[^\"]*\"", "\"id\":\"" + new java.util.UUID(1, 1) + "\""))) {
      assertThat(other).isNotEqualTo(kept);
      Files.writeString(at, other);

      CommandRun run = resumed("--timeout", "0");

      assertThat(run.code()).as(other).isEqualTo(1);
      assertThat(run.out())
          .as(other)
          .containsAnyOf("the record was changed", "one of the same name")
          .doesNotContain("\"type\":\"message\"", "\"type\":\"listening\"");
      assertThat(at).hasContent(other);
    }
  }

  @Test
  void theLastLinesAndGoingOnAreNotWantedTogether() {
    CommandRun run = resumed("--last", "3");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--resume", "--last");
  }

  @Test
  void withoutAFileTheLastLinesArePrintedAndNotCounted() {
    say("one", "two");
    CommandRun run =
        run("bob", "listen", "lobby", "--last", "2", "--count", "1", "--timeout", "0", "--json");
    assertThat(texts(run)).containsExactly("one", "two");
    assertThat(run.code()).isEqualTo(1);
  }
}
