package org.securechat.client.command;

import java.io.PrintWriter;
import java.util.List;
import org.securechat.client.ClientException;
import org.securechat.client.SafeText;
import org.securechat.client.text.MessageJson;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
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
    err.println("securechat: " + SafeText.line(String.valueOf(wrong.getMessage())));
    List<String> similar = similar(wrong);
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

  private static List<String> similar(ParameterException wrong) {
    return wrong instanceof UnmatchedArgumentException unmatched
        ? unmatched.getSuggestions().stream().limit(2).toList()
        : List.of();
  }
}
