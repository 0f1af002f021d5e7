package org.securechat.launcher;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.securechat.launcher.boot.StopSignals;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Starts the server: {@code java -jar securechat-server.jar [options]}; works on its database, or
 * prepares quick starts: {@code java -jar securechat-server.jar backup|restore|prepare [options]}.
 */
public final class LauncherMain {

  static final String EXIT_CODES = "%nExit codes:%n";
  static final String EXAMPLES = "%nExamples:%n";

  private static final Map<String, Supplier<Object>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("up", UpCommand::new);
    COMMANDS.put("prepare", PrepareCommand::new);
    COMMANDS.put("backup", BackupCommand::new);
    COMMANDS.put("restore", RestoreCommand::new);
  }

  @Command(name = "securechat", description = "Run a chat server, and work on its database.")
  private static final class Root {}

  private LauncherMain() {}

  public static void main(String[] args) {
    // Payara's classes pick their log manager and locale from the first one to ask: be first.
    System.setProperty("java.awt.headless", "true");
    List<String> words = withCommand(List.of(args));
    if (words.getFirst().equals("up")) {
      StopSignals.endWithZero();
    }
    int exit = commandLine(words).execute(words.toArray(String[]::new));
    if (exit != UpCommand.RUNNING) {
      System.exit(exit);
    }
  }

  /**
   * All commands with all their options, for the manual pages and the completion of shells, which
   * are made from them.
   */
  public static CommandLine commandLine() {
    return commandLine(List.of());
  }

  /** Options without a command are those of {@code up}. */
  private static List<String> withCommand(List<String> arguments) {
    if (!arguments.isEmpty() && !arguments.getFirst().startsWith("-")) {
      return arguments;
    }
    List<String> completed = new ArrayList<>(arguments);
    completed.addFirst("up");
    return completed;
  }

  /**
   * A command line with the command that the arguments name alone, or with all if they name none:
   * to read the options of a command takes time.
   */
  private static CommandLine commandLine(List<String> arguments) {
    CommandLine root = new CommandLine(new Root());
    Supplier<Object> named = arguments.isEmpty() ? null : COMMANDS.get(arguments.getFirst());
    if (named == null) {
      COMMANDS.forEach((name, command) -> root.addSubcommand(name, command.get()));
    } else {
      root.addSubcommand(arguments.getFirst(), named.get());
    }
    String version = LauncherMain.class.getPackage().getImplementationVersion();
    root.getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().version("securechat " + version));
    return root.setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(new WrongUsage());
  }
}
