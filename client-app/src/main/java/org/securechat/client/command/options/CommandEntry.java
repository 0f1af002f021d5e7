package org.securechat.client.command.options;

import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * A command that can be added to a command line.
 *
 * @param name what the user types
 * @param command makes the object whose class declares options and help
 */
public record CommandEntry(String name, Supplier<?> command) {

  /**
   * Adds commands and those below them: of each level the one that the words name, or all if they
   * name none. To read the options of all commands costs more than most commands do.
   *
   * @param words the arguments from the one on that may name a command
   */
  public static void add(CommandLine line, List<CommandEntry> commands, List<String> words) {
    List<CommandEntry> named =
        commands.stream()
            .filter(entry -> !words.isEmpty() && entry.name().equals(words.getFirst()))
            .toList();
    List<String> rest = named.isEmpty() ? List.of() : words.subList(1, words.size());
    for (CommandEntry entry : named.isEmpty() ? commands : named) {
      Object command = entry.command().get();
      CommandLine made = new CommandLine(command);
      if (command instanceof CommandGroup group) {
        add(made, group.commands(), rest);
      }
      line.addSubcommand(entry.name(), made);
    }
  }
}
