package org.securechat.client.command.manual;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.ArgSpec;

/** What an option or a parameter takes, as far as a shell can propose it. */
sealed interface ArgumentValues {

  /** Nothing: the option is on or off. */
  record None() implements ArgumentValues {}

  record Files() implements ArgumentValues {}

  record Folders() implements ArgumentValues {}

  /** One of these words. */
  record Words(List<String> words) implements ArgumentValues {}

  /** What only the user knows. */
  record Free() implements ArgumentValues {}

  static ArgumentValues of(ArgSpec argument) {
    if (argument.arity().max() == 0) {
      return new None();
    }
    Class<?> type = argument.auxiliaryTypes()[0];
    if (type == Path.class || type == File.class) {
      return argument.paramLabel().contains("DIR") ? new Folders() : new Files();
    }
    return argument.completionCandidates() == null ? new Free() : new Words(words(argument));
  }

  private static List<String> words(ArgSpec argument) {
    List<String> words = new ArrayList<>();
    argument.completionCandidates().forEach(word -> words.add(word.toLowerCase(Locale.ROOT)));
    return words;
  }
}
