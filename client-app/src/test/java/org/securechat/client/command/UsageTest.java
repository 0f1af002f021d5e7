package org.securechat.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class UsageTest {
  private static final CommandLine ROOT = SecureChatCommand.line();

  private static final Pattern NOUN_PHRASE =
      Pattern.compile("(The|A|An|Rooms|Receipts|Certificates) ");

  /** The server program has these commands' options. */
  private static final Set<String> OF_THE_SERVER = Set.of("up", "prepare", "backup", "restore");

  static Stream<CommandLine> commands() {
    return below(ROOT);
  }

  private static Stream<CommandLine> below(CommandLine line) {
    return Stream.concat(
        Stream.of(line), line.getSubcommands().values().stream().flatMap(UsageTest::below));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandExplainsItself(CommandLine command) {
    var spec = command.getCommandSpec();
    assertThat(spec.usageMessage().description()).as(spec.qualifiedName()).isNotEmpty();
    assertThat(spec.options())
        .allSatisfy(
            option -> assertThat(option.description()).as(option.longestName()).isNotEmpty());
    assertThat(spec.positionalParameters())
        .allSatisfy(one -> assertThat(one.description()).as(one.paramLabel()).isNotEmpty());
    assertThat(command.getUsageMessage()).doesNotContain("${", "=<");
    assertThat(command.getUsageMessage()).as(spec.qualifiedName()).contains("Exit codes:");
    if (!spec.name().equals("help")) {
      assertThat(spec.usageMessage().footer()).as(spec.qualifiedName()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everySentenceIsWholeAndNoExampleIsCut(CommandLine command) {
    var usage = command.getCommandSpec().usageMessage();
    String said = usage.header().length > 0 ? usage.header()[0] : usage.description()[0];
    assertThat(said).as(command.getCommandName()).matches("[A-Z][a-z]+,? .*");
    assertThat(String.join(" ", usage.description()).replace("%n", "").strip()).endsWith(".");
    assertThat(command.getUsageMessage().lines())
        .as(command.getCommandName())
        .containsAll(List.of(usage.footer()));
    assertThat(command.getSubcommands().values())
        .allSatisfy(below ->
            assertThat(NOUN_PHRASE.matcher(below.getCommandSpec().usageMessage().description()[0]))
                .as(below.getCommandSpec().qualifiedName())
                .matches(matcher -> !matcher.lookingAt()));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void noCommandTakesAPasswordAsAnArgument(CommandLine command) {
    assertThat(command.getCommandSpec().optionsMap().keySet()).doesNotContain("--password");
  }

  @Test
  void aSlipOfTheFingerIsGuessed() {
    CommandRun run = CommandRun.of("sedn");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("send");
  }

  @Test
  void aMistypedOptionIsGuessed() {
    CommandRun run = CommandRun.of("rooms", "--sever", "localhost");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("Did you mean --server");
  }

  @Test
  void theHelpListsEveryCommandAlsoTheServers() {
    assertThat(CommandRun.of("--help").out())
        .contains("  up ", "  backup ", "  restore ", "  chat ", "  verify ");
    CommandRun up = CommandRun.of("up");
    assertThat(up.code()).isEqualTo(1);
    assertThat(up.err()).contains("./securechat up");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyExampleIsACommandThatIsThere(CommandLine command) {
    for (String example : command.getCommandSpec().usageMessage().footer()) {
      String[] words = example.strip().split("\\s+", -1);
      if (!words[0].equals("securechat") || OF_THE_SERVER.contains(words[1])) {
        continue;
      }
      CommandLine line = ROOT;
      for (int i = 1; i < words.length && line.getSubcommands().containsKey(words[i]); i++) {
        line = line.getSubcommands().get(words[i]);
      }
      assertThat(line.getSubcommands()).as(example).isEmpty();
      assertThat(Stream.of(words).filter(word -> word.matches("--?[a-z][a-z-]*")))
          .as(example)
          .isSubsetOf(line.getCommandSpec().optionsMap().keySet());
    }
  }

  @Test
  void aWrongOptionIsTwoLinesAndNotAPage() {
    CommandRun run = CommandRun.of("rooms", "--nonsense");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().lines().count()).isLessThanOrEqualTo(3);
    assertThat(run.err()).contains("securechat rooms --help");
  }

  @Test
  void theVersionIsKnownEverywhere() {
    assertThat(CommandRun.of("--version").out()).startsWith("securechat ");
    assertThat(CommandRun.of("pki", "issue", "--version").out()).startsWith("securechat ");
  }

  @Test
  void aReportThatCannotBeWrittenIsRefusedBeforeTheAttacks(@TempDir Path home) throws Exception {
    Path there = Files.createFile(home.resolve("report.html"));
    for (Path file : List.of(there, home.resolve("no/such/folder/report.html"))) {
      CommandRun run = CommandRun.of("attack", "all", "--as", "alice", "--report", file);

      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).containsAnyOf("is there already", "cannot be written into");
    }
    assertThat(there).isEmptyFile();
  }
}
