package org.securechat.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code receipt --since --until}: a member's export by time. */
class TimedReceiptTest extends ServerCommandsTest {
  private List<String> times;

  @BeforeEach
  void fourLinesAtDifferentTimes() throws Exception {
    lobby();
    run("alice", "send", "--room", "lobby", "the third line");
    run("alice", "send", "--room", "lobby", "the fourth line");
    Path all = temporary.resolve("all");
    assertThat(run("alice", "receipt", "--room", "lobby", "--out", all).code()).isZero();
    times =
        Files.readAllLines(all.resolve("transcript.txt")).stream()
            .map(line -> line.split("\\|", -1)[1])
            .toList();
    assertThat(times).hasSize(4).doesNotHaveDuplicates();
  }

  private CommandRun receipt(Path out, Object... options) {
    List<Object> words = new java.util.ArrayList<>(List.of("receipt", "--room", "lobby"));
    words.addAll(List.of("--out", out));
    words.addAll(List.of(options));
    return run("alice", words.toArray());
  }

  @Test
  void theBundleHasTheLinesOfTheTimeAndSaysWhich() throws Exception {
    Path some = temporary.resolve("some");

    CommandRun run =
        receipt(some, "--since", times.get(1), "--until", times.get(3), "--zone", "UTC");

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .startsWith("from " + java.time.Instant.parse(times.get(1)).toString().substring(0, 19))
        .contains("(zone UTC)", "lobby: lines 2 to 3, received from " + times.get(1));
    assertThat(Files.readString(some.resolve("transcript.txt"), StandardCharsets.US_ASCII).lines())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("2|" + times.get(1));
    assertThat(Files.exists(some.resolve("messages/4.json"))).isFalse();
    CommandRun verified = CommandRun.of("verify", some, "--ca", pki.root().resolve("ca.pem"));
    assertThat(verified.code()).isZero();
    assertThat(verified.out()).contains("lines 2 to 3");
  }

  @Test
  void todayIsADate() {
    String today = times.get(3).substring(0, 10);
    String first = times.get(0).substring(0, 10);
    CommandRun run =
        receipt(
            temporary.resolve("today.zip"),
            "--since",
            first,
            "--until",
            today,
            "--zone",
            "UTC",
            "--json");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("\"first\":1,\"last\":4");
  }

  @Test
  void aTimeWithoutLinesIsAnErrorAndNoBundle() {
    Path out = temporary.resolve("empty");
    CommandRun run = receipt(out, "--until", "2001-01-01");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("lobby has no line", "2001-01-02");
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "--since, 2026-02-30, is no date",
    "--until, tomorrow, is no date",
    "--zone, Europe/Atlantis, is no zone",
    "--since, 2026-11-01T10:00:00, offset"
  })
  void whatIsNoTimeIsWrongUsage(String option, String value, String words) {
    Path out = temporary.resolve("wrong");
    CommandRun run = receipt(out, option, value);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(value, words);
    assertThat(out).doesNotExist();
  }

  @Test
  void aKeptReceiptHasNoTime() {
    CommandRun run = receipt(temporary.resolve("kept"), "--kept", "--since", "2026-11-01");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--kept");
  }
}
