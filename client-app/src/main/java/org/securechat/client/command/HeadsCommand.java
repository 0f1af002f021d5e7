package org.securechat.client.command;

import org.securechat.client.command.options.CommandGroup;
import picocli.CommandLine.Command;

/** {@code heads}: a server's signed statements where all transcripts ended. */
@Command(
    name = "heads",
    description = "Check the signed heads that a server keeps outside its database.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = HeadsVerifyCommand.class,
    footer = "  securechat heads verify data/heads/heads-0000000012.txt --ca ca.pem")
final class HeadsCommand extends CommandGroup {}
