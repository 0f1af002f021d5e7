package org.securechat.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class UsageTest {
  static Stream<CommandLine> commands() {
    return below(SecureChatCommand.line());
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
    assertThat(command.getUsageMessage()).doesNotContain("${");
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
