package org.securechat.client.command;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.ZoneId;
import org.securechat.client.text.MessageText;
import org.securechat.client.text.Palette;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How results are printed. */
final class OutputOptions {
  @Option(names = "--json", description = "print one JSON object a line")
  private boolean json;

  @Option(names = "--no-color", description = "without colours (so does $NO_COLOR)")
  private boolean withoutColour;

  boolean json() {
    return json;
  }

  boolean colour() {
    return !withoutColour && Ansi.AUTO.enabled();
  }

  Output open(CommandSpec spec) {
    PrintWriter out = spec.commandLine().getOut();
    MessageText text =
        new MessageText(
            colour() ? Palette.ANSI : Palette.NONE, StandardOut.charset(), ZoneId.systemDefault());
    return new Output(out, json, text);
  }

  /** The charset of what a terminal shows. */
  static Charset charset() {
    return StandardOut.charset();
  }
}
