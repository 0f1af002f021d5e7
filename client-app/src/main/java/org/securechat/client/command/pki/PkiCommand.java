package org.securechat.client.command.pki;

import java.util.List;
import org.securechat.client.command.options.CommandEntry;
import org.securechat.client.command.options.CommandGroup;
import picocli.CommandLine.Command;

/** {@code pki}: the certificate authority. */
@Command(
    name = "pki",
    description = {
      "Make and run a small certificate authority, or ask another one for certificates and check"
          + " what it gives."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "  securechat pki init",
      "  securechat pki issue server --type server",
      "  securechat pki issue receipt --type receipt",
      "  securechat pki issue alice --email alice@example.org",
      "  openssl verify -CAfile certs/ca.pem certs/issued/alice.pem"
    })
public final class PkiCommand extends CommandGroup {
  private static final List<CommandEntry> COMMANDS =
      List.of(
          new CommandEntry("init", InitCommand::new),
          new CommandEntry("issue", IssueCommand::new),
          new CommandEntry("revoke", RevokeCommand::new),
          new CommandEntry("crl", PublishListCommand::new),
          new CommandEntry("list", ListCommand::new),
          new CommandEntry("show", ShowCommand::new),
          new CommandEntry("check", CheckCommand::new),
          new CommandEntry("export", ExportCommand::new),
          new CommandEntry("request", RequestCommand::new),
          new CommandEntry("import", ImportCommand::new),
          new CommandEntry("enroll", EnrollCommand::new),
          new CommandEntry("renew", RenewCommand::new));

  @Override
  protected List<CommandEntry> commands() {
    return COMMANDS;
  }
}
