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
import picocli.CommandLine.Spec;

/** {@code register}. */
@Command(
    name = "register",
    description = {
      "Open an account under a name that your certificate states.",
      "The password stays here: the server gets a key derived from it."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat register --as alice",
      "  securechat register --as alice@example.org --cert alice.pem"
    })
final class RegisterCommand implements Callable<Integer> {
  @Mixin private ConnectionOptions server;
  @Mixin private OutputOptions output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Identity identity = server.identity();
    Registration.register(
        server.connection(identity),
        identity.user(),
        () -> server.passwords().chosen(identity.user()));
    output
        .open(spec)
        .print(
            MessageJson.event("registered").put("user", identity.user()),
            "registered " + identity.user());
    return 0;
  }
}
