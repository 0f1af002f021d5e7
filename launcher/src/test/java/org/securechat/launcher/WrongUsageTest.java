package org.securechat.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** A typing mistake is told as one, in a few lines, and starts nothing. */
class WrongUsageTest {

  private static String told(String... arguments) {
    StringWriter err = new StringWriter();
    CommandLine line = LauncherMain.commandLine().setErr(new PrintWriter(err));
    assertThat(line.execute(arguments)).isEqualTo(2);
    return err.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "--prot, --port",
    "--admin-prot, --admin-port",
    "--clasic, --classic",
    "--dat, --data"
  })
  void whatMayHaveBeenMeantIsNamed(String typed, String meant) {
    assertThat(told("up", typed, "1"))
        .startsWith("securechat: there is no option '" + typed + "'")
        .contains("Did you mean " + meant)
        .contains("See 'securechat up --help'.")
        .hasLineCount(3);
  }

  @Test
  void toolsSayTheSame() {
    assertThat(told("backup", "--too", "x")).contains("Did you mean --to").hasLineCount(3);
    assertThat(told("backup")).contains("Missing option --to").hasLineCount(2);
    assertThat(told("prepare", "--froce")).contains("Did you mean --force");
  }

  @ParameterizedTest
  @CsvSource({
    "bakcup, backup, securechat --help",
    "backup verfy, verify, securechat backup --help",
    "restor, restore, securechat --help"
  })
  void commandsAreNamedAsWell(String typed, String meant, String help) {
    assertThat(told(typed.split(" ", -1)))
        .contains("Did you mean " + meant + "?")
        .contains("See '" + help + "'.")
        .doesNotContain("Unmatched");
  }

  @Test
  void aMistypedOptionIsNamedAlsoIfItIsRequired() {
    assertThat(told("restore", "--fron", "a.zip"))
        .contains("there is no option '--fron'")
        .contains("Did you mean --from?")
        .hasLineCount(3);
    assertThat(told("restore", "--fron=a.zip")).contains("Did you mean --from?");
    assertThat(told("restore")).contains("Missing required option: '--from=FILE'");
  }

  @Test
  void aValueThatAnOptionDoesNotTakeIsSaidWithoutTheWordsOfTheProgram() {
    assertThat(told("up", "--log-format", "yaml"))
        .startsWith("securechat: ")
        .contains("--log-format", "yaml");
    assertThat(told("up", "--port", "chat"))
        .startsWith("securechat: ")
        .contains("--port", "chat")
        .contains("a number from 0 to 65535");
    assertThat(told("up", "--port", "99999")).contains("a number from 0 to 65535");
    assertThat(told("up", "now")).contains("'now' is one word too many");
  }

  @Test
  void aTerminalObeysNothingOfIt() {
    assertThat(told("up", "\033]0;owned\007")).doesNotContain("\033", "\007");
  }
}
