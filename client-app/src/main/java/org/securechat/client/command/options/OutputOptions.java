package org.securechat.client.command.options;

import java.time.ZoneId;
import org.securechat.client.text.MessageText;
import org.securechat.client.text.Palette;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How results are printed. */
public final class OutputOptions {
  @Option(names = "--json", description = "print one JSON object a line")
  private boolean json;

  @Option(names = "--no-color", description = "without colours (so does $NO_COLOR)")
  private boolean withoutColour;

  /** Whether a program reads the output. */
  public boolean json() {
    return json;
  }

  /** Colours, if they are wanted and understood. */
  public Palette palette() {
    return !withoutColour && Ansi.AUTO.enabled() ? Palette.ANSI : Palette.NONE;
  }

  /** Where the command prints to. */
  public Output open(CommandSpec spec) {
    return new Output(spec.commandLine().getOut(), json, text(!withoutColour));
  }

  /** Text for the process's terminal, with colours if those are wanted and understood. */
  public static MessageText text(boolean colours) {
    return new MessageText(
        colours && Ansi.AUTO.enabled() ? Palette.ANSI : Palette.NONE,
        StandardOut.charset(),
        ZoneId.systemDefault());
  }
}
