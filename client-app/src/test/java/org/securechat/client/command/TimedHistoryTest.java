package org.securechat.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code history --since --until}: the same words as of a receipt. */
class TimedHistoryTest extends ServerCommandsTest {
  private List<String> times;

  @BeforeEach
  void sixLinesAtDifferentTimes() throws Exception {
    lobby();
    for (String text : List.of("third", "fourth", "fifth", "sixth")) {
      run("alice", "send", "--room", "lobby", text);
    }
    assertThat(run("bob", "history", "lobby").code()).isZero();
    try (var files = Files.walk(temporary.resolve("data"))) {
      Path transcript =
          files
              .filter(file -> file.endsWith("transcript.txt") && file.toString().contains("bob"))
              .findFirst()
              .orElseThrow();
      times =
          Files.readAllLines(transcript).stream().map(line -> line.split("\\|", -1)[1]).toList();
    }
    assertThat(times).hasSize(6).doesNotHaveDuplicates();
  }

  private CommandRun history(Object... options) {
    List<Object> words = new ArrayList<>(List.of("history", "lobby", "--zone", "UTC"));
    words.addAll(List.of(options));
    return run("bob", words.toArray());
  }

  @Test
  void onlyTheLinesOfTheTimeArePrintedAndItIsSaidWhich() {
    CommandRun run = history("--since", times.get(2), "--until", times.get(4));

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .startsWith("from ")
        .contains("(zone UTC)", "lobby: lines 3 to 4, received from " + times.get(2))
        .contains("alice: third", "alice: fourth")
        .doesNotContain("fifth", "joined");
  }

  @Test
  void ofATimeTheLastOrTheNextLinesCanBeAsked() {
    String since = times.get(1);
    assertThat(history("--since", since, "--last", "1").out())
        .contains("sixth")
        .doesNotContain("fifth");
    assertThat(history("--since", since, "--after", "3", "--last", "2").out())
        .contains("fourth", "fifth")
        .doesNotContain("third", "sixth");
    assertThat(history("--until", times.get(3), "--after", "2").out())
        .contains("third")
        .doesNotContain("fourth", "joined");
  }

  @Test
  void aTimeWithoutLinesPrintsNone() {
    CommandRun run = history("--until", "2001-01-01", "--json");
    assertThat(run.code()).isZero();
    assertThat(run.out().lines())
        .singleElement()
        .asString()
        .contains("\"type\":\"range\"", "\"first\":1,\"last\":0");
  }

  @ParameterizedTest
  @CsvSource({
    "--since, 2026-02-30, is no date",
    "--until, tomorrow, is no date",
    "--zone, Europe/Atlantis, is no zone",
    "--last, -1, must not be negative",
    "--count, 3, there is no option"
  })
  void whatIsNoTimeOrNoOptionIsWrongUsage(String option, String value, String words) {
    CommandRun run = run("bob", "history", "lobby", option, value);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(words);
  }
}
