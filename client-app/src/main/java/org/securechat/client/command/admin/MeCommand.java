package org.securechat.client.command.admin;

import java.util.concurrent.Callable;
import org.securechat.client.ClientException;
import org.securechat.client.administration.AdminPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code admin me}. */
@Command(
    name = "me",
    description = "Show your name and role as the server sees them.",
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat admin me --as root",
      "  securechat admin me --as ines --by-certificate"
    })
final class MeCommand implements Callable<Integer> {
  @Mixin private AdminOptions admin;

  @Override
  public Integer call() throws ClientException {
    return admin.open().show(AdminPath.of("me"));
  }
}
