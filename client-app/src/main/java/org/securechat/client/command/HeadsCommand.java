package org.securechat.client.command;

import java.util.List;
import org.securechat.client.command.options.CommandEntry;
import org.securechat.client.command.options.CommandGroup;
import picocli.CommandLine.Command;

/** {@code heads}: a server's signed statements where all transcripts ended. */
@Command(
    name = "heads",
    description = "Check the signed heads that a server keeps outside its database.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = "  securechat heads verify data/heads/heads-0000000012.txt --ca ca.pem")
final class HeadsCommand extends CommandGroup {
  private static final List<CommandEntry> COMMANDS =
      List.of(new CommandEntry("verify", HeadsVerifyCommand::new));

  @Override
  protected List<CommandEntry> commands() {
    return COMMANDS;
  }
}
