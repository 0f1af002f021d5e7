package org.securechat.client.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.securechat.protocol.application.Kinds;
import org.securechat.protocol.evidence.MessageContent;

/** {@code bot}: a program of another language in a room. */
class BotCommandTest extends ServerCommandsTest {
  private static final Path EXAMPLE = Path.of("src/main/examples/dice.py").toAbsolutePath();
  private static final Duration SOON = Duration.ofSeconds(30);

  private static boolean hasPython() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3")));
  }

  private CompletableFuture<CommandRun> bot(Object... options) {
    return CompletableFuture.supplyAsync(() -> {
      Object[] words = new Object[options.length + 5];
      words[0] = "bot";
      words[1] = "--room";
      words[2] = "lobby";
      words[3] = "--positions";
      words[4] = temporary;
      System.arraycopy(options, 0, words, 5, options.length);
      return run("bob", words);
    });
  }

  @Test
  void theExampleAnswersOnceAndProgramsNever() throws Exception {
    assumeTrue(hasPython(), "Python is not installed");
    lobby();
    Path stopping =
        Files.writeString(
            temporary.resolve("once.py"),
            """
            import runpy, sys, itertools
            sys.stdin = itertools.islice(sys.stdin, 3)
            runpy.run_path(sys.argv[1], run_name='__main__')
            """);
    server.kinds = Kinds.OF_PROGRAMS;
    CompletableFuture<CommandRun> running = bot("--command", "python3", stopping, EXAMPLE);
    await().atMost(SOON).until(() -> Files.exists(temporary.resolve("lobby.at")));
    assertThat(run("alice", "send", "--room", "lobby", "!roll 1d6").err()).isEmpty();
    server.kinds = Kinds.OF_PEOPLE;
    assertThat(run("alice", "send", "--room", "lobby", "!roll 2d6").err()).isEmpty();

    CommandRun ended = running.get(60, TimeUnit.SECONDS);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(server.asked.stream().filter(one -> one.sender().equals("bob")))
        .singleElement()
        .satisfies(one -> {
          assertThat(one.isByProgram()).isTrue();
          assertThat(one.content()).isInstanceOf(MessageContent.Reply.class);
          assertThat(one.content().words().orElseThrow()).matches("[1-6] \\+ [1-6] = [0-9]+");
        });
  }

  @ParameterizedTest
  @CsvSource({
    "--a-minute, 0, must be 1 to 600",
    "--a-minute, 601, must be 1 to 600",
    "--env, SECURECHAT_PASSWORD, may be a secret",
    "--room, Lobby!, is no room's name",
    "--room, lobby, is named twice"
  })
  void wrongUsageIsSaidBeforeTheServerIsAsked(String option, String value, String words)
      throws Exception {
    CommandRun run = bot(option, value).get(30, TimeUnit.SECONDS);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(words);
    assertThat(server.connections()).isZero();
  }
}
