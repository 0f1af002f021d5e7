package org.securechat.launcher;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in a few lines what is wrong with a command line, and what may have been meant. */
final class WrongUsage implements IParameterExceptionHandler {

  private static final int MOST_SIMILAR = 2;
  private static final int SHORT = 4;
  private static final int LONGEST = 40;

  @Override
  public int handleParseException(ParameterException wrong, String[] args) {
    CommandLine line = wrong.getCommandLine();
    PrintWriter err = line.getErr();
    // An argument may hold what a terminal obeys.
    Optional<String> unknown = unknown(wrong, args);
    String message = unknown.map(word -> unknown(line, word)).orElseGet(() -> told(wrong));
    err.println("securechat: " + message.replaceAll("\\p{Cntrl}", " "));
    List<String> similar =
        unknown.map(typed -> similar(typed, line.getCommandSpec())).orElse(List.of());
    if (!similar.isEmpty()) {
      err.println("  Did you mean " + String.join(" or ", similar) + "?");
    }
    err.println("  See '" + line.getCommandSpec().qualifiedName() + " --help'.");
    err.flush();
    return ExitCode.USAGE;
  }

  private static String unknown(CommandLine line, String word) {
    if (word.startsWith("-")) {
      return "there is no option '" + word + "'";
    }
    return line.getSubcommands().isEmpty()
        ? "'" + word + "' is one word too many"
        : "there is no command '" + word + "'";
  }

  private static String told(ParameterException wrong) {
    ArgSpec arg = wrong.getArgSpec();
    if (wrong.getValue() == null || !(arg instanceof OptionSpec option)) {
      return wrong.getMessage();
    }
    String what = "'" + wrong.getValue() + "' cannot be the value of " + option.longestName();
    if (arg.type().isEnum()) {
      return what + "; use " + values(arg);
    }
    return wrong.getMessage().contains(" is not an int")
        ? what + "; use a whole number"
        : wrong.getMessage();
  }

  private static String values(ArgSpec arg) {
    return StreamSupport.stream(arg.completionCandidates().spliterator(), false)
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(" or "));
  }

  /**
   * The option or command that is none, if one was typed. That a required option is missing is the
   * same mistake, told less well.
   */
  private static Optional<String> unknown(ParameterException wrong, String... args) {
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      return Optional.of(name(unmatched.getUnmatched().getFirst()));
    }
    if (!(wrong instanceof MissingParameterException)) {
      return Optional.empty();
    }
    Set<String> options = wrong.getCommandLine().getCommandSpec().optionsMap().keySet();
    return Stream.of(args)
        .filter(word -> word.startsWith("--"))
        .map(WrongUsage::name)
        .filter(word -> !options.contains(word))
        .findFirst();
  }

  /** Without the value that follows in the same word. */
  private static String name(String word) {
    int value = word.startsWith("-") ? word.indexOf('=') : -1;
    return value < 0 ? word : word.substring(0, value);
  }

  /**
   * The options and commands that are one mistake of typing away, two for long ones, the nearest
   * first.
   */
  private static List<String> similar(String typed, CommandSpec spec) {
    if (typed.length() > LONGEST) {
      return List.of();
    }
    Stream<String> options =
        spec.options().stream()
            .filter(option -> !option.hidden())
            .flatMap(option -> Arrays.stream(option.names()))
            .filter(name -> name.startsWith("--"));
    return Stream.concat(options, spec.subcommands().keySet().stream())
        .filter(name -> mistakes(typed, name) <= mostMistakes(name))
        .sorted(Comparator.comparingInt(name -> mistakes(typed, name)))
        .limit(MOST_SIMILAR)
        .toList();
  }

  private static int mostMistakes(String name) {
    return name.replace("-", "").length() > SHORT ? 2 : 1;
  }

  /** Letters left out, too many, wrong, or in the place of their neighbours. */
  static int mistakes(String typed, String meant) {
    int[][] least = new int[typed.length() + 1][meant.length() + 1];
    for (int i = 0; i <= typed.length(); i++) {
      for (int j = 0; j <= meant.length(); j++) {
        least[i][j] = i == 0 || j == 0 ? i + j : next(least, typed, meant, i, j);
      }
    }
    return least[typed.length()][meant.length()];
  }

  private static int next(int[][] least, String typed, String meant, int i, int j) {
    int wrong = typed.charAt(i - 1) == meant.charAt(j - 1) ? 0 : 1;
    int best =
        Math.min(least[i - 1][j - 1] + wrong, Math.min(least[i - 1][j], least[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && typed.charAt(i - 1) == meant.charAt(j - 2)
            && typed.charAt(i - 2) == meant.charAt(j - 1);
    return swapped ? Math.min(best, least[i - 2][j - 2] + 1) : best;
  }
}
