package org.securechat.client.command.admin;

import org.securechat.client.command.options.CommandGroup;
import picocli.CommandLine.Command;

/** {@code admin}. */
@Command(
    name = "admin",
    description = "Administer a server.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      AdminCreateCommand.class,
      MeCommand.class,
      HealthCommand.class,
      MetricsCommand.class,
      UsersCommand.class,
      SessionsCommand.class,
      AdminRoomsCommand.class,
      ReceiptsCommand.class,
      CertificatesCommand.class,
      AuditCommand.class,
      AdministratorsCommand.class,
      OpenApiCommand.class
    },
    footer = {
      "  securechat admin create root",
      "  securechat admin me --as root",
      "  securechat admin health --as root",
      "  securechat admin users list --as root --query @example.org",
      "  securechat admin users disable mallory --as root",
      "  securechat admin sessions end --user mallory --as root",
      "",
      "Environment: SECURECHAT_ADMIN_SERVER, SECURECHAT_ADMIN_USER, SECURECHAT_ADMIN_PASSWORD,",
      "SECURECHAT_ADMIN_PASSWORD_FILE, SECURECHAT_ADMIN_TOKEN, SECURECHAT_PKI."
    })
public final class AdminCommand extends CommandGroup {}
