package org.securechat.client.command;

import java.util.List;
import java.util.stream.Stream;
import org.securechat.client.command.admin.AdminCommand;
import org.securechat.client.command.bench.BenchCommand;
import org.securechat.client.command.options.CommandEntry;
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
      "Environment: SECURECHAT_SERVER, SECURECHAT_USER, SECURECHAT_PKI,",
      "SECURECHAT_PASSWORD, SECURECHAT_HOME (transcripts and receipts), NO_COLOR."
    })
public final class SecureChatCommand extends CommandGroup {

  /** In the order of the help. */
  private static final List<CommandEntry> COMMANDS =
      Stream.of(
              List.of(
                  new CommandEntry("chat", ChatCommand::new),
                  new CommandEntry("register", RegisterCommand::new),
                  new CommandEntry("login", LoginCommand::new),
                  new CommandEntry("send", SendCommand::new),
                  new CommandEntry("files", FilesCommand::new),
                  new CommandEntry("listen", ListenCommand::new),
                  new CommandEntry("bot", BotCommand::new),
                  new CommandEntry("history", HistoryCommand::new),
                  new CommandEntry("search", SearchCommand::new),
                  new CommandEntry("export", ConversationExportCommand::new)),
              RoomCommands.ALL,
              List.of(new CommandEntry("room", ModerationCommands::new)),
              InvitationCommands.ALL,
              List.of(
                  new CommandEntry("receipt", ReceiptCommand::new),
                  new CommandEntry("verify", VerifyCommand::new),
                  new CommandEntry("heads", HeadsCommand::new),
                  new CommandEntry("pki", PkiCommand::new),
                  new CommandEntry("admin", AdminCommand::new),
                  new CommandEntry("demo", DemoCommand::new),
                  new CommandEntry("attack", AttackCommand::new),
                  new CommandEntry("bench", BenchCommand::new),
                  new CommandEntry("completion", CompletionCommand::new),
                  new CommandEntry("manual", ManualCommand::new),
                  new CommandEntry("help", CommandLine.HelpCommand::new)))
          .flatMap(List::stream)
          .toList();

  /** Runs one command and ends with its exit code: 0 done, 1 refused or failed, 2 wrong usage. */
  public static void main(String[] args) {
    System.exit(lineFor(args).execute(args));
  }

  /** A command line ready to execute; prints errors as one or two plain lines. */
  public static CommandLine line() {
    return lineFor();
  }

  /** As {@link #line()}, for the arguments that it is to execute: with what they name alone. */
  public static CommandLine lineFor(String... args) {
    CommandLine line = new CommandLine(new SecureChatCommand());
    // What helps with a command looks at others.
    boolean help = args.length > 0 && args[0].equals("help");
    CommandEntry.add(line, COMMANDS, help ? List.of() : List.of(args));
    line.setOut(StandardOut.out());
    line.setErr(StandardOut.err());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setAbbreviatedOptionsAllowed(false);
    line.setExecutionExceptionHandler(new ErrorReport());
    line.setParameterExceptionHandler(ErrorReport::usage);
    if (line.getSubcommands().size() == COMMANDS.size()) {
      CommandHelp.addServerCommands(line);
    }
    if (!Installed.server()) {
      CommandHelp.hideWhatNeedsAServer(line);
    }
    CommandHelp.complete(line);
    return line;
  }

  @Override
  protected List<CommandEntry> commands() {
    return COMMANDS;
  }
}
