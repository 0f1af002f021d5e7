package org.securechat.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** A slip of the finger in any command or option is told with what was meant. */
class MistypedTest {
  private static final CommandLine ROOT = SecureChatCommand.line();

  private static final Set<String> HIDDEN = Set.of("help", "manual");

  static Stream<List<String>> commands() {
    return below(List.of(), ROOT);
  }

  private static Stream<List<String>> below(List<String> words, CommandLine line) {
    return Stream.concat(
        Stream.of(words),
        line.getSubcommands().entrySet().stream()
            .filter(entry -> !HIDDEN.contains(entry.getKey()))
            .flatMap(entry -> below(with(words, entry.getKey()), entry.getValue())));
  }

  private static List<String> with(List<String> words, String... more) {
    List<String> longer = new ArrayList<>(words);
    longer.addAll(List.of(more));
    return longer;
  }

  private static CommandLine at(List<String> words) {
    CommandLine line = ROOT;
    for (String word : words) {
      line = line.getSubcommands().get(word);
    }
    return line;
  }

  /** Two letters in the other order, one left out, one doubled. */
  private static Set<String> slips(String word, int start) {
    Set<String> slips = new TreeSet<>();
    for (int i = start; i < word.length(); i++) {
      slips.add(word.substring(0, i) + word.charAt(i) + word.substring(i));
      if (word.length() - start > 2) {
        slips.add(word.substring(0, i) + word.substring(i + 1));
      }
      if (i > start) {
        char[] letters = word.toCharArray();
        letters[i] = word.charAt(i - 1);
        letters[i - 1] = word.charAt(i);
        slips.add(new String(letters));
      }
    }
    slips.remove(word);
    return slips;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void commandsBelowAreGuessed(List<String> words) {
    Set<String> names = new TreeSet<>(at(words).getSubcommands().keySet());
    names.removeAll(HIDDEN);
    for (String name : names) {
      for (String slip : slips(name, 0)) {
        if (!names.contains(slip)) {
          assertThat(told(with(words, slip))).as("%s for %s", slip, name).contains(name);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void optionsAreGuessed(List<String> words) {
    Set<String> names = at(words).getCommandSpec().optionsMap().keySet();
    for (OptionSpec option : at(words).getCommandSpec().options()) {
      String name = option.longestName();
      for (String slip : slips(name, 2)) {
        if (!names.contains(slip) && !option.hidden()) {
          assertThat(told(with(words, slip))).as("%s for %s", slip, name).contains(name);
        }
      }
    }
  }

  /** What standard error gets after the question what was meant. */
  private static List<String> told(List<String> arguments) {
    StringWriter err = new StringWriter();
    ROOT.setErr(new PrintWriter(err));
    assertThat(ROOT.execute(arguments.toArray(String[]::new)))
        .as(arguments.toString())
        .isEqualTo(2);
    String guess = err.toString().replaceAll("(?s).*Did you mean ([^?\\n]+)\\?.*", "$1");
    return List.of(guess.split(" or ", -1));
  }
}
