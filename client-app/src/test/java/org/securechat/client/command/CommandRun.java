package org.securechat.client.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** One run of the command line, as a script sees it. */
public record CommandRun(int code, String out, String err) {
  /** Runs it with those arguments. */
  public static CommandRun of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] args = new String[arguments.length];
    for (int i = 0; i < args.length; i++) {
      args[i] = arguments[i].toString();
    }
    // As the program does it: of all commands only the one that is named.
    CommandLine line = SecureChatCommand.lineFor(args);
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return new CommandRun(line.execute(args), out.toString(), err.toString());
  }
}
