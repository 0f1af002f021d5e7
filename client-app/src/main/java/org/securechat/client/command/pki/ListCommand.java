package org.securechat.client.command.pki;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.securechat.client.pki.IssuedCertificate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code pki list}. */
@Command(
    name = "list",
    description = "List every certificate that was issued.",
    mixinStandardHelpOptions = true,
    footer = {"  securechat pki list", "  securechat pki list --dir /etc/securechat/pki"})
final class ListCommand implements Callable<Integer> {
  @Mixin private PkiFolder folder;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Instant now = Instant.now();
    for (IssuedCertificate entry : folder.open().list()) {
      out.printf(
          "%-8s %-8s %-20s %s  %s%n",
          entry.status(now), entry.kind().label(), entry.name(), entry.notAfter(), entry.serial());
    }
    return 0;
  }
}
