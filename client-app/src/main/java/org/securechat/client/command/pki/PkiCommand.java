package org.securechat.client.command.pki;

import org.securechat.client.command.options.CommandGroup;
import picocli.CommandLine.Command;

/** {@code pki}: the certificate authority. */
@Command(
    name = "pki",
    description = "Make and run a small certificate authority.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      InitCommand.class,
      IssueCommand.class,
      RevokeCommand.class,
      PublishListCommand.class,
      ListCommand.class,
      ShowCommand.class
    },
    footer = {
      "  securechat pki init",
      "  securechat pki issue server --type server",
      "  securechat pki issue receipt --type receipt",
      "  securechat pki issue alice --email alice@example.org",
      "  openssl verify -CAfile certs/ca.pem certs/issued/alice.pem"
    })
public final class PkiCommand extends CommandGroup {}
