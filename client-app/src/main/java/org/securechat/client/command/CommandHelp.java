package org.securechat.client.command;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.securechat.client.ClientException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What the help of every command has in common, and the server's commands in the list of all. */
final class CommandHelp {
  private static final Map<String, String> EXIT_CODES =
      Map.of("0", "done", "1", "refused or failed", "2", "wrong usage");

  private record ServerCommand(String name, String description, String example) {}

  /** The script {@code securechat} hands these to the server's program. */
  private static final List<ServerCommand> SERVER_COMMANDS =
      List.of(
          new ServerCommand("up", "Run a server.", "securechat up"),
          new ServerCommand(
              "prepare", "Make the next starts of the server quick.", "securechat prepare"),
          new ServerCommand(
              "backup",
              "Write a backup of a server's database.",
              "securechat backup --to backup.zip"),
          new ServerCommand(
              "restore",
              "Put a backup into an empty database.",
              "securechat restore --from backup.zip --data restored"));

  private CommandHelp() {}

  /** Adds the server's commands, so that the help lists them and a typing error finds them. */
  static void addServerCommands(CommandLine root) {
    for (ServerCommand command : SERVER_COMMANDS) {
      CommandSpec spec = CommandSpec.wrapWithoutInspection(runner(command.name()));
      spec.mixinStandardHelpOptions(true);
      spec.usageMessage()
          .description(
              command.description(), "The script 'securechat' runs this by the server's program.")
          .footer("  " + command.example());
      root.addSubcommand(command.name(), new CommandLine(spec));
    }
  }

  private static Callable<Integer> runner(String name) {
    return () -> {
      throw new ClientException(
          "'" + name + "' is a command of the server's program, and this is the client's",
          Installed.server()
              ? "Run it by the script: ./securechat " + name
              : "Install the server: securechat-VERSION.zip, or the package securechat-server.");
    };
  }

  /** What a client alone cannot run is in no list; who asks for it is told what to install. */
  static void hideWhatNeedsAServer(CommandLine root) {
    Stream.concat(SERVER_COMMANDS.stream().map(ServerCommand::name), Stream.of("demo"))
        .map(root.getSubcommands()::get)
        .filter(Objects::nonNull)
        .forEach(command -> command.getCommandSpec().usageMessage().hidden(true));
    UsageMessageSpec usage = root.getCommandSpec().usageMessage();
    usage.footer(
        Stream.of(usage.footer())
            .filter(line -> !line.matches(" +securechat (demo|up) .*"))
            .toArray(String[]::new));
  }

  /** Puts the server's own descriptions of its commands in the place of what is said of them. */
  static void putServerCommands(CommandLine root, CommandLine server) {
    server
        .getSubcommands()
        .forEach((name, command) -> {
          root.getCommandSpec().removeSubcommand(name);
          root.addSubcommand(name, command);
        });
  }

  /** Version, headings and exit codes of a command and of all commands below it. */
  static void complete(CommandLine line) {
    line.getCommandSpec().versionProvider(new ManifestVersion());
    UsageMessageSpec usage = line.getCommandSpec().usageMessage();
    if (usage.footer().length > 0 && usage.footerHeading().isEmpty()) {
      usage.footerHeading(usage.footer().length == 1 ? "%nExample:%n" : "%nExamples:%n");
    }
    if (usage.exitCodeList().isEmpty()) {
      usage.exitCodeList(new TreeMap<>(EXIT_CODES));
    }
    usage.exitCodeListHeading("%nExit codes:%n");
    line.getSubcommands().values().forEach(CommandHelp::complete);
  }
}
