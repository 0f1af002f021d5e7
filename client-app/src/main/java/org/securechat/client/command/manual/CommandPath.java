package org.securechat.client.command.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command and the words that name it.
 *
 * @param words from the program on: {@code securechat}, {@code admin}, {@code users}
 * @param spec what describes it
 */
record CommandPath(List<String> words, CommandSpec spec) {

  /** A command and all visible ones below it, each before those below it. */
  static List<CommandPath> all(CommandLine root) {
    return withThoseBelow(new CommandPath(List.of(root.getCommandName()), root.getCommandSpec()))
        .toList();
  }

  private static Stream<CommandPath> withThoseBelow(CommandPath path) {
    return Stream.concat(
        Stream.of(path), path.commands().stream().flatMap(CommandPath::withThoseBelow));
  }

  /** The visible commands directly below this one, in the order of the help. */
  List<CommandPath> commands() {
    List<CommandPath> commands = new ArrayList<>();
    for (Map.Entry<String, CommandLine> entry : spec.subcommands().entrySet()) {
      CommandSpec command = entry.getValue().getCommandSpec();
      if (!command.usageMessage().hidden()) {
        List<String> longer = new ArrayList<>(words);
        longer.add(entry.getKey());
        commands.add(new CommandPath(List.copyOf(longer), command));
      }
    }
    return commands;
  }

  List<OptionSpec> options() {
    return spec.options().stream().filter(option -> !option.hidden()).toList();
  }

  List<PositionalParamSpec> parameters() {
    return spec.positionalParameters().stream().filter(one -> !one.hidden()).toList();
  }

  String name() {
    return words.getLast();
  }

  /** The words after the program's name, with spaces between; nothing for the program itself. */
  String below() {
    return String.join(" ", words.subList(1, words.size()));
  }

  /** The name of its manual page. */
  String page() {
    return String.join("-", words);
  }

  /**
   * What the list of commands says of it: its heading, or the first sentence of its description.
   */
  String summary() {
    var usage = spec.usageMessage();
    String all = text(usage.header().length > 0 ? usage.header() : usage.description());
    int end = all.indexOf(". ");
    return end < 0 ? all : all.substring(0, end + 1);
  }

  static String text(ArgSpec argument) {
    return text(argument.description());
  }

  /** Lines of a description as one line of plain text. */
  static String text(String... lines) {
    return plain(String.join(" ", lines)).strip().replaceAll("\\s+", " ");
  }

  /** A line without what picocli replaces when it prints one. */
  static String plain(String line) {
    return line.replace("%n", " ").replace("%%", "%");
  }
}
