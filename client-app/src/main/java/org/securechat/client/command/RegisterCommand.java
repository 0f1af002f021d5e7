package org.securechat.client.command;

import java.util.concurrent.Callable;
import org.securechat.client.command.options.ConnectionOptions;
import org.securechat.client.command.options.OutputOptions;
import org.securechat.client.identity.Identity;
import org.securechat.client.session.Registration;
import org.securechat.client.text.MessageJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code register}. */
@Command(
    name = "register",
    description = {
      "Open an account that your certificate names.",
      "The password stays here: the server gets a key derived from it."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat register --as alice",
      "  SECURECHAT_PASSWORD=… securechat register --as alice --email alice@example.org"
    })
final class RegisterCommand implements Callable<Integer> {
  @Mixin private ConnectionOptions server;
  @Mixin private OutputOptions output;

  @Option(
      names = "--email",
      paramLabel = "MAILBOX",
      description =
          "the account's mailbox (default: the one in the certificate, or NAME@localhost)")
  private String email;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Identity identity = server.identity();
    String mailbox =
        email == null ? identity.mailbox().orElse(identity.user() + "@localhost") : email;
    Registration.register(
        server.connection(identity),
        identity.user(),
        mailbox,
        () -> server.passwords().chosen(identity.user()));
    output
        .open(spec)
        .print(
            MessageJson.event("registered").put("user", identity.user()).put("email", mailbox),
            "registered " + identity.user() + " <" + mailbox + ">");
    return 0;
  }
}
