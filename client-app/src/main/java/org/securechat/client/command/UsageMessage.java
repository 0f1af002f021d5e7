package org.securechat.client.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What is wrong with a command line, in words.
 *
 * @param what it is
 * @param use what can be typed instead, a sentence, if that can be said
 */
record UsageMessage(String what, Optional<String> use) {
  private static final Set<Class<?>> WHOLE_NUMBERS =
      Set.of(int.class, long.class, Integer.class, Long.class);

  /**
   * Says it.
   *
   * @param unknown the option or command that is none, if one was typed
   */
  static UsageMessage of(ParameterException wrong, Optional<String> unknown) {
    if (unknown.isPresent()) {
      return new UsageMessage(unknown(wrong, unknown.get()), Optional.empty());
    }
    ArgSpec arg = wrong.getArgSpec();
    if (arg != null && wrong.getValue() != null) {
      Optional<String> use = values(arg, wrong);
      if (use.isPresent()) {
        String what = "'" + wrong.getValue() + "' cannot be the value of " + name(arg);
        return new UsageMessage(what, use);
      }
    }
    return new UsageMessage(String.valueOf(wrong.getMessage()), Optional.empty());
  }

  private static String unknown(ParameterException wrong, String word) {
    if (word.startsWith("-")) {
      return "there is no option '" + word + "'";
    }
    CommandLine line = wrong.getCommandLine();
    return wrong instanceof UnmatchedArgumentException && line.getSubcommands().isEmpty()
        ? "'" + word + "' is one word too many"
        : "there is no command '" + word + "'";
  }

  private static Optional<String> values(ArgSpec arg, ParameterException wrong) {
    if (arg.type().isEnum()) {
      List<String> names =
          StreamSupport.stream(arg.completionCandidates().spliterator(), false)
              .map(name -> name.toLowerCase(Locale.ROOT))
              .toList();
      int last = names.size() - 1;
      return Optional.of(
          "Use " + String.join(", ", names.subList(0, last)) + " or " + names.get(last) + ".");
    }
    return WHOLE_NUMBERS.contains(arg.type()) && wrong.getMessage().contains(" is not a")
        ? Optional.of("Use a whole number.")
        : Optional.empty();
  }

  private static String name(ArgSpec arg) {
    return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
  }
}
