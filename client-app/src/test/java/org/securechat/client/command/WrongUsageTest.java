package org.securechat.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Command lines that are refused before any server is asked. */
class WrongUsageTest {
  static Stream<List<String>> wrongUsages() {
    return Stream.of(
        List.of("send", "text"),
        List.of("send", "--room", "a", "--to", "b", "text"),
        List.of("send", "--room", "a"),
        List.of("send", "--room", "a", "--lines", "text"),
        List.of("listen"),
        List.of("listen", "a", "--room", "b"),
        List.of("listen", "a", "--count", "0"),
        List.of("listen", "a", "--last", "-1"),
        List.of("listen", "a", "--last", "1", "--resume", "none"),
        List.of("search"),
        List.of("search", "--room", "a", " "),
        List.of("search", "--last", "-1", "a"),
        List.of("search", "--online", "--all", "a"),
        List.of("search", "--online", "x".repeat(201)),
        List.of("export", "--room", "a", "--out", "b"),
        List.of("export", "--room", "a", "--format", "html", "--out", "b"),
        List.of("history", "a", "--last", "-1"),
        List.of("invite", "bob"),
        List.of("decline"),
        List.of("decline", "a", "--room", "b"),
        List.of("block"),
        List.of("unblock"),
        List.of("login", "--password", "secret"),
        List.of("bench", "fanout"),
        List.of("bench", "fanout", "--pki", "none", "--members", "1"),
        List.of("bench", "fanout", "--pki", "none", "--rooms", "9999", "--members", "9999"),
        List.of("bench", "ingest", "--pki", "none", "--presign"),
        List.of("bench", "ingest", "--pki", "none", "--window", "0"),
        List.of("bench", "latency", "--pki", "none", "--rate", "0"),
        List.of("bench", "login", "--pki", "none", "--warm-up", "-1"),
        List.of("bench", "idle", "--pki", "none", "--connections", "0"));
  }

  @ParameterizedTest
  @MethodSource("wrongUsages")
  void wrongUsageIsTwoAndAsksNobody(List<String> arguments) {
    CommandRun run = CommandRun.of(arguments.toArray());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("securechat: ");
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "sned --as alice, there is no command 'sned'",
    "pki isue alice, there is no command 'isue'",
    "admin usrs list, there is no command 'usrs'",
    "send --too bob hi, there is no option '--too'",
    "pki check --dri certs, there is no option '--dri'",
    "pki issue alice bob, 'bob' is one word too many",
    "pki issue alice --key rsa1024, 'rsa1024' cannot be the value of --key",
    "history lobby --last many, 'many' cannot be the value of --last"
  })
  void whatIsWrongIsSaidOfTheWordThatIs(String line, String told) {
    CommandRun run = CommandRun.of((Object[]) line.split(" ", -1));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("securechat: " + told)
        .doesNotContain("Unmatched", "index", "case-insensitive");
  }

  @Test
  void theValuesThatAnOptionTakesAreNamedAsTheHelpNamesThem() {
    assertThat(CommandRun.of("pki", "issue", "alice", "--key", "rsa1024").err())
        .contains("Use ed25519, p256, p384, rsa2048 or rsa3072.");
    assertThat(CommandRun.of("history", "lobby", "--last", "many").err())
        .contains("Use a whole number.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"receipt --room a", "receipt --out b", "verify", "verify a b"})
  void wrongUsageOfEvidenceIsTwo(String line) {
    assertThat(CommandRun.of((Object[]) line.split(" ")).code()).isEqualTo(2);
  }
}
