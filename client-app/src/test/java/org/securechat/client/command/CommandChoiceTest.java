package org.securechat.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** To run one command, the others are not looked at; and the user cannot tell the difference. */
class CommandChoiceTest {
  private static final CommandLine ALL = SecureChatCommand.line();

  /** The help, and what the script gives to the program of the server. */
  private static final Set<String> LOOK_AT_OTHERS =
      Set.of("help", "up", "prepare", "backup", "restore");

  /** The words that name each command, as a user types them. */
  private static Stream<List<String>> commands() {
    List<List<String>> found = new ArrayList<>();
    collect(ALL, List.of(), found);
    return found.stream().filter(words -> !LOOK_AT_OTHERS.contains(words.getFirst()));
  }

  private static void collect(CommandLine line, List<String> words, List<List<String>> found) {
    line.getSubcommands()
        .forEach((name, below) -> {
          List<String> longer = new ArrayList<>(words);
          longer.add(name);
          found.add(longer);
          collect(below, longer, found);
        });
  }

  private static CommandLine below(CommandLine line, List<String> words) {
    CommandLine found = line;
    for (String word : words) {
      found = found.getSubcommands().get(word);
    }
    return found;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void commandAloneHasTheSameNameAndHelp(List<String> words) {
    CommandLine alone = SecureChatCommand.lineFor(words.toArray(String[]::new));

    assertThat(alone.getSubcommands()).containsOnlyKeys(words.getFirst());
    assertThat(below(alone, words).getCommandSpec().names()).contains(words.getLast());
    assertThat(below(alone, words).getUsageMessage())
        .isEqualTo(below(ALL, words).getUsageMessage());
  }

  @Test
  void commandBelowAnotherIsAlone() {
    CommandLine alone = SecureChatCommand.lineFor("admin", "users", "list", "--as", "root");

    assertThat(below(alone, List.of("admin")).getSubcommands()).containsOnlyKeys("users");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--help", "help", "sned", "Send", "up", "--version"})
  void everythingElseMeetsAllCommands(String first) {
    assertThat(SecureChatCommand.lineFor(first).getSubcommands())
        .containsOnlyKeys(ALL.getSubcommands().keySet());
  }

  @Test
  void wrongCommandOfAGroupMeetsAllOfIt() {
    CommandLine line = SecureChatCommand.lineFor("pki", "isue");

    assertThat(below(line, List.of("pki")).getSubcommands())
        .containsOnlyKeys(below(ALL, List.of("pki")).getSubcommands().keySet());
  }
}
