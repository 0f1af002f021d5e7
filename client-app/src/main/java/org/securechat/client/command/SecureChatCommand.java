package org.securechat.client.command;

import java.util.List;
import java.util.stream.Stream;
import org.securechat.client.command.admin.AdminCommand;
import org.securechat.client.command.options.CommandGroup;
import org.securechat.client.command.options.StandardOut;
import org.securechat.client.command.pki.PkiCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line's root. */
@Command(
    name = "securechat",
    description = "Chat whose record stands up as evidence.",
    mixinStandardHelpOptions = true,
    versionProvider = ManifestVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nFirst steps:%n",
    footer = {
      "  securechat demo                                 see everything at once",
      "  securechat up                                   run a server",
      "  securechat pki issue alice                      a certificate for alice",
      "  securechat chat --as alice --register           chat",
      "",
      "Environment: SECURECHAT_SERVER, SECURECHAT_USER, SECURECHAT_PKI, SECURECHAT_PASSWORD,",
      "SECURECHAT_HOME (transcripts and receipts), NO_COLOR."
    })
public final class SecureChatCommand extends CommandGroup {

  /** Runs one command and ends with its exit code: 0 done, 1 refused or failed, 2 wrong usage. */
  public static void main(String[] args) {
    System.exit(line().execute(args));
  }

  /** In the order of the help. */
  private static Stream<?> commands() {
    return Stream.of(
            List.of(
                new ChatCommand(),
                new RegisterCommand(),
                new LoginCommand(),
                new SendCommand(),
                new ListenCommand(),
                new HistoryCommand()),
            RoomCommands.all(),
            InvitationCommands.all(),
            List.of(
                new ReceiptCommand(),
                new VerifyCommand(),
                new HeadsCommand(),
                new PkiCommand(),
                new AdminCommand(),
                new DemoCommand(),
                new AttackCommand(),
                new CommandLine.HelpCommand()))
        .flatMap(List::stream);
  }

  /** A command line ready to execute; prints errors as one or two plain lines. */
  public static CommandLine line() {
    CommandLine line = new CommandLine(new SecureChatCommand());
    commands().forEach(line::addSubcommand);
    line.setOut(StandardOut.out());
    line.setErr(StandardOut.err());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setAbbreviatedOptionsAllowed(false);
    line.setExecutionExceptionHandler(new ErrorReport());
    line.setParameterExceptionHandler(ErrorReport::usage);
    CommandHelp.addServerCommands(line);
    CommandHelp.complete(line);
    return line;
  }
}
