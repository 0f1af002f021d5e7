package org.securechat.launcher;

import java.util.Arrays;
import picocli.CommandLine;

/**
 * Starts the server: {@code java -jar securechat-server.jar [options]}; works on its database, or
 * prepares quick starts: {@code java -jar securechat-server.jar backup|restore|prepare [options]}.
 */
public final class LauncherMain {

  private LauncherMain() {}

  public static void main(String[] args) {
    // Payara's classes pick their log manager and locale from the first one to ask: be first.
    System.setProperty("java.awt.headless", "true");
    Object tool = args.length == 0 ? null : tool(args[0]);
    if (tool != null) {
      System.exit(commandLine(tool).execute(Arrays.copyOfRange(args, 1, args.length)));
    }
    StopSignals.endWithZero();
    int exit = commandLine(new UpCommand()).execute(args);
    if (exit != UpCommand.RUNNING) {
      System.exit(exit);
    }
  }

  static CommandLine commandLine(Object command) {
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(new WrongUsage());
  }

  /** The command of that name, or null if no command has that name. */
  private static Object tool(String word) {
    return switch (word) {
      case "backup" -> new BackupCommand();
      case "restore" -> new RestoreCommand();
      case "prepare" -> new PrepareCommand();
      default -> null;
    };
  }
}
