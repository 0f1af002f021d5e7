package org.securechat.client.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.concurrent.Callable;
import org.securechat.client.ClientException;
import org.securechat.client.command.manual.Manual;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code manual}: what the build makes from the commands; not for users. */
@Command(
    name = "manual",
    hidden = true,
    description = "Write the manual pages and the completion scripts of all commands to a folder.",
    mixinStandardHelpOptions = true,
    footer = "  securechat manual --to share --on 2026-11-22T00:00:00Z --release 1.0.0")
final class ManualCommand implements Callable<Integer> {
  @Option(names = "--to", paramLabel = "DIR", required = true, description = "the folder")
  private Path folder;

  @Option(names = "--on", paramLabel = "TIME", required = true, description = "the version's time")
  private OffsetDateTime time;

  @Option(names = "--release", paramLabel = "VERSION", required = true, description = "the version")
  private String version;

  @Option(
      names = "--server-class",
      paramLabel = "CLASS",
      description = "the main class of the server's program, for its commands")
  private String server;

  @Override
  public Integer call() throws ClientException, IOException {
    CommandLine root = SecureChatCommand.line();
    if (server != null) {
      CommandHelp.putServerCommands(root, serverCommands());
    }
    Manual.write(Manual.of(root, version, time.toLocalDate().toString()), folder);
    return 0;
  }

  /** By its name, because the client is compiled without the server. */
  private CommandLine serverCommands() throws ClientException {
    try {
      return (CommandLine) Class.forName(server).getMethod("commandLine").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new ClientException("no commands of the server: " + e, "Name its main class.", e);
    }
  }
}
