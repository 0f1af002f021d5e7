package org.securechat.client.command.admin;

import java.util.List;
import org.securechat.client.command.options.CommandEntry;
import org.securechat.client.command.options.CommandGroup;
import picocli.CommandLine.Command;

/** {@code admin}. */
@Command(
    name = "admin",
    description = "Administer a server.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "  securechat admin create root",
      "  securechat admin me --as root",
      "  securechat admin health --as root",
      "  securechat admin users list --as root --query @example.org",
      "  securechat admin users disable mallory --as root",
      "  securechat admin sessions end --user mallory --as root",
      "",
      "Environment: SECURECHAT_ADMIN_SERVER, SECURECHAT_ADMIN_USER,",
      "SECURECHAT_ADMIN_PASSWORD, SECURECHAT_ADMIN_PASSWORD_FILE,",
      "SECURECHAT_ADMIN_TOKEN, SECURECHAT_PKI."
    })
public final class AdminCommand extends CommandGroup {
  private static final List<CommandEntry> COMMANDS =
      List.of(
          new CommandEntry("create", AdminCreateCommand::new),
          new CommandEntry("me", MeCommand::new),
          new CommandEntry("health", HealthCommand::new),
          new CommandEntry("server", ServerCommand::new),
          new CommandEntry("metrics", MetricsCommand::new),
          new CommandEntry("users", UsersCommand::new),
          new CommandEntry("sessions", SessionsCommand::new),
          new CommandEntry("rooms", AdminRoomsCommand::new),
          new CommandEntry("receipts", ReceiptsCommand::new),
          new CommandEntry("certificates", CertificatesCommand::new),
          new CommandEntry("audit", AuditCommand::new),
          new CommandEntry("administrators", AdministratorsCommand::new),
          new CommandEntry("openapi", OpenApiCommand::new));

  @Override
  protected List<CommandEntry> commands() {
    return COMMANDS;
  }
}
