package org.securechat.client.command.pki;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.securechat.client.pki.CertificateAuthority;
import org.securechat.client.pki.KeyKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pki init}. */
@Command(
    name = "init",
    description = "Make a new authority: its key, certificate and an empty revocation list.",
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat pki init",
      "  securechat pki init --dir /etc/securechat/pki --name \"Example CA\" --key p256"
    })
final class InitCommand implements Callable<Integer> {
  @Mixin private PkiFolder folder;

  @Option(
      names = "--name",
      paramLabel = "CN",
      defaultValue = "SecureChat development CA",
      description = "its name (default: ${DEFAULT-VALUE})")
  private String name;

  @Option(
      names = "--key",
      paramLabel = "KIND",
      defaultValue = "P256",
      description = "its key: ed25519, p256, p384, rsa2048, rsa3072 (default: p256)")
  private KeyKind key;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "3650",
      description = "how long it is good for (default: ${DEFAULT-VALUE})")
  private int days;

  @Option(names = "--force", description = "move an authority that is there aside and start anew")
  private boolean force;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    CertificateAuthority.create(
        folder.path(), name, key, Duration.ofDays(days), force, Clock.systemUTC());
    PrintWriter out = spec.commandLine().getOut();
    out.println("authority   " + folder.path().resolve("ca.pem"));
    out.println("its key     " + folder.path().resolve("ca.key") + "  (keep it to yourself)");
    out.println("revocations " + folder.path().resolve("crl.pem"));
    return 0;
  }
}
