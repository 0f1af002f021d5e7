package org.securechat.client.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.securechat.client.ClientException;
import org.securechat.client.SafeText;
import org.securechat.client.text.MessageJson;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says on standard error what happened and what to do, and chooses the exit code. A stack trace is
 * shown only if {@code SECURECHAT_DEBUG} is set, because users cannot act on one.
 */
final class ErrorReport implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(
      Exception failure, CommandLine line, ParseResult parseResult) {
    PrintWriter err = line.getErr();
    if (failure instanceof ClientException problem) {
      if (parseResult != null && wantsJson(line)) {
        line.getOut().println(MessageJson.line(MessageJson.error(problem)));
      }
      err.println("securechat: " + SafeText.line(problem.getMessage()));
      if (!problem.remedy().isEmpty()) {
        err.println("  " + problem.remedy());
      }
    } else {
      err.println("securechat: unexpected " + SafeText.line(failure.toString()));
      err.println("  This is a mistake in the program. SECURECHAT_DEBUG=1 shows where.");
    }
    if (System.getenv("SECURECHAT_DEBUG") != null) {
      failure.printStackTrace(err);
    }
    err.flush();
    return ExitCode.SOFTWARE;
  }

  private static boolean wantsJson(CommandLine line) {
    var parsed = line.getParseResult();
    return parsed != null && parsed.hasMatchedOption("--json");
  }

  /**
   * Prints one line and where to read on. The list of commands is printed only if the user named no
   * command.
   */
  static int usage(ParameterException wrong, String[] args) {
    CommandLine line = wrong.getCommandLine();
    PrintWriter err = line.getErr();
    Optional<String> unknown = unknown(wrong, args);
    UsageMessage message = UsageMessage.of(wrong, unknown);
    err.println("securechat: " + SafeText.line(message.what()));
    message.use().ifPresent(use -> err.println("  " + use));
    List<String> similar = unknown.map(typed -> similar(typed, line)).orElse(List.of());
    if (!similar.isEmpty()) {
      err.println("  Did you mean " + String.join(" or ", similar) + "?");
    }
    if (similar.isEmpty() && !line.getSubcommands().isEmpty()) {
      line.usage(err);
    } else {
      err.println("  See '" + line.getCommandSpec().qualifiedName() + " --help'.");
    }
    err.flush();
    return ExitCode.USAGE;
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
        .takeWhile(word -> !word.equals("--"))
        .filter(word -> word.startsWith("--"))
        .map(ErrorReport::name)
        .filter(word -> !options.contains(word))
        .findFirst();
  }

  private static String name(String word) {
    int value = word.startsWith("-") ? word.indexOf('=') : -1;
    return value < 0 ? word : word.substring(0, value);
  }

  private static List<String> similar(String typed, CommandLine line) {
    Set<String> names = new TreeSet<>(line.getCommandSpec().optionsMap().keySet());
    names.addAll(line.getSubcommands().keySet());
    line.getSubcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(spec -> spec.usageMessage().hidden())
        .forEach(spec -> names.remove(spec.name()));
    return SimilarNames.of(typed, names);
  }
}
