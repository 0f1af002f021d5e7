package org.securechat.client.command.pki;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pki crl}. */
@Command(
    name = "crl",
    description = "Publish a fresh revocation list; a server refuses a stale one.",
    mixinStandardHelpOptions = true,
    footer = {"  securechat pki crl", "  securechat pki crl --days 30"})
final class PublishListCommand implements Callable<Integer> {
  @Mixin private PkiFolder folder;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "90",
      description = "how long it is good for (default: ${DEFAULT-VALUE}); negative: it is stale")
  private int days;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    spec.commandLine()
        .getOut()
        .println("revocations " + folder.open().publishList(Duration.ofDays(days)));
    return 0;
  }
}
