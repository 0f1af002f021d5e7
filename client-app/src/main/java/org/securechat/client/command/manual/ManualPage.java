package org.securechat.client.command.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The manual page of one command, as {@code man} reads it. */
final class ManualPage {
  /** No line of a synopsis is broken by picocli. */
  private static final int WIDE = 4000;

  private final CommandPath path;
  private final Roff page = new Roff();

  private ManualPage(CommandPath path) {
    this.path = path;
  }

  /**
   * The page.
   *
   * @param parent the command above, or null for the program
   * @param version of the program
   * @param date the day of the version, as in 2026-11-22
   */
  static String of(CommandPath path, CommandPath parent, String version, String date) {
    ManualPage made = new ManualPage(path);
    made.head(version, date);
    made.synopsis();
    made.description();
    made.arguments();
    made.commands();
    made.terms("EXIT STATUS", path.spec().usageMessage().exitCodeList());
    made.terms("ENVIRONMENT", Environment.of(path));
    made.terms("FILES", UsedFiles.of(path));
    made.examples();
    made.seeAlso(parent);
    return made.page.toString();
  }

  private void head(String version, String date) {
    String name = path.page();
    String title = Roff.escaped(name.toUpperCase(Locale.ROOT));
    // Not escaped: mandoc reads the date as one.
    page.raw(".TH %s 1 %s \"SecureChat %s\" \"SecureChat manual\"".formatted(title, date, version));
    page.raw(".nh").raw(".ad l");
    String summary = path.summary();
    String phrase =
        summary.substring(0, 1).toLowerCase(Locale.ROOT) + summary.substring(1).replace(". ", "; ");
    page.request("SH", "NAME");
    page.raw(Roff.escaped(name) + " \\- " + Roff.escaped(phrase.replaceAll("\\.$", "")));
  }

  private void synopsis() {
    var usage = path.spec().usageMessage();
    int width = usage.width();
    usage.width(WIDE);
    String synopsis = path.spec().commandLine().getHelp().synopsis(0).strip();
    usage.width(width);
    String command = String.join(" ", path.words());
    String rest =
        synopsis.startsWith(command) ? synopsis.substring(command.length()).strip() : synopsis;
    page.request("SH", "SYNOPSIS");
    page.raw(".B " + Roff.escaped(command)).text(rest);
  }

  private void description() {
    page.request("SH", "DESCRIPTION");
    paragraphs(List.of(path.spec().usageMessage().description()));
  }

  /** Lines that belong together, with empty ones between. */
  private void paragraphs(List<String> lines) {
    List<String> paragraph = new ArrayList<>();
    boolean first = true;
    for (String line : Stream.concat(lines.stream(), Stream.of("")).toList()) {
      if (!line.isBlank()) {
        paragraph.add(line);
      } else if (!paragraph.isEmpty()) {
        if (!first) {
          page.raw(".PP");
        }
        page.text(CommandPath.text(paragraph.toArray(String[]::new)));
        paragraph.clear();
        first = false;
      }
    }
  }

  private void arguments() {
    if (!path.parameters().isEmpty()) {
      page.request("SH", "ARGUMENTS");
      path.parameters().forEach(one -> term(italic(one.paramLabel()), CommandPath.text(one)));
    }
    page.request("SH", "OPTIONS");
    for (OptionSpec option : path.options()) {
      String names =
          Stream.of(option.names())
              .map(name -> named(option, name))
              .collect(Collectors.joining(", "));
      term(names, CommandPath.text(option));
    }
  }

  private static String named(OptionSpec option, String name) {
    String bold = "\\fB" + Roff.escaped(name) + "\\fR";
    return takesValue(option)
        ? bold + (name.startsWith("--") ? "=" : " ") + italic(option.paramLabel())
        : bold;
  }

  private static boolean takesValue(ArgSpec argument) {
    return !(ArgumentValues.of(argument) instanceof ArgumentValues.None);
  }

  private static String italic(String text) {
    return "\\fI" + Roff.escaped(text) + "\\fR";
  }

  private void term(String label, String meaning) {
    page.raw(".TP").raw(label).text(meaning);
  }

  private void commands() {
    if (!path.commands().isEmpty()) {
      page.request("SH", "COMMANDS");
      for (CommandPath command : path.commands()) {
        term("\\fB" + Roff.escaped(command.name()) + "\\fR", command.summary());
      }
      page.raw(".PP").text("Each has a page of its own: " + path.page() + "-COMMAND(1).");
    }
  }

  private void terms(String heading, Map<String, String> terms) {
    if (!terms.isEmpty()) {
      page.request("SH", heading);
      terms.forEach(
          (name, meaning) -> term("\\fB" + Roff.escaped(name) + "\\fR", CommandPath.text(meaning)));
    }
  }

  private void examples() {
    List<String> examples =
        Stream.of(path.spec().usageMessage().footer())
            .map(CommandPath::plain)
            .filter(line -> line.startsWith("  "))
            .toList();
    if (!examples.isEmpty()) {
      page.request("SH", "EXAMPLES").raw(".nf");
      examples.forEach(line -> page.literal(line.stripTrailing()));
      page.raw(".fi");
    }
  }

  private void seeAlso(CommandPath parent) {
    List<String> pages =
        Stream.concat(Stream.ofNullable(parent), path.commands().stream())
            .map(other -> "\\fB" + Roff.escaped(other.page()) + "\\fR(1)")
            .toList();
    if (!pages.isEmpty()) {
      page.request("SH", "SEE ALSO");
      page.raw(String.join(",\n", pages));
    }
  }
}
