package org.securechat.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionCommandTest {
  @ParameterizedTest
  @CsvSource({"bash, _complete_securechat", "zsh, #compdef securechat", "FISH, complete -c"})
  void theScriptOfTheShellIsPrinted(String shell, String marker) {
    CommandRun run = CommandRun.of("completion", shell);

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains(marker, "history", "password-file").doesNotStartWith("#!");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void aShellThatIsNotKnownIsWrongUsage() {
    CommandRun run = CommandRun.of("completion", "tcsh");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("tcsh", "securechat completion --help");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void whatTheBuildAloneRunsIsNotOffered() {
    assertThat(CommandRun.of("--help").out()).doesNotContain("  manual");
    assertThat(CommandRun.of("manaul").err()).doesNotContain("Did you mean manual");
    assertThat(CommandRun.of("completion", "fish").out()).doesNotContain("'manual'");
  }
}
