package org.securechat.client.command.pki;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.securechat.client.ClientException;
import org.securechat.client.identity.Identity;
import org.securechat.client.identity.IdentityFiles;
import org.securechat.client.identity.RememberedPassphrase;
import org.securechat.client.pki.est.EstAddress;
import org.securechat.client.pki.est.EstPatience;
import org.securechat.client.pki.est.EstSettings;
import org.securechat.client.pki.est.Reenrolment;
import org.securechat.client.pki.est.RenewalTime;
import org.securechat.protocol.identity.RevocationPolicy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pki renew}. */
@Command(
    name = "renew",
    description = {
      "Get the next certificate of a user, with a new key, from where the present one came (EST,"
          + " RFC 7030). The present one is shown for it, and stays until the next is in place.",
      "The client does this by itself when it starts, in the last third of the certificate's life"
          + " but not more than 30 days before its end."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat pki renew alice",
      "  securechat pki renew alice --if-due",
      "  securechat pki renew alice --est https://est.example.org"
    })
final class RenewCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "the user's name, as that of the files in issued/")
  private String name;

  @Option(
      names = "--est",
      paramLabel = "URL",
      description =
          "the server, if it is not the one that is remembered:"
              + " https://HOST[:PORT][/.well-known/est[/LABEL]]")
  private String est;

  @Option(names = "--if-due", description = "do nothing while there is time")
  private boolean ifDue;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "how long the authority may take to decide (default: ${DEFAULT-VALUE})")
  private int seconds;

  @Mixin private PkiFolder folder;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Clock clock = Clock.systemUTC();
    Path root = folder.path();
    EstSettings settings = settings(root);
    IdentityFiles files =
        IdentityFiles.find(
            root,
            Optional.of(name),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    try (RememberedPassphrase passphrase = new RememberedPassphrase(folder.passphrase())) {
      Identity present = Identity.load(files, passphrase, RevocationPolicy.ALLOW);
      RenewalTime time = RenewalTime.of(present.credentials().leaf());
      if (ifDue && !time.isDue(clock.instant())) {
        out.println("not due     before " + time.due() + "; it ends at " + time.end());
        return 0;
      }
      EstPatience patience = EstPatience.ofPerson(Duration.ofSeconds(Math.max(0, seconds)));
      new TakenText(out)
          .print(
              new Reenrolment(root, name, patience, clock)
                  .run(settings, present.credentials(), passphrase));
    }
    return 0;
  }

  private EstSettings settings(Path root) throws ClientException {
    Optional<EstSettings> remembered = EstSettings.find(root, name);
    if (est != null) {
      return new EstSettings(
          EstAddress.parse(est),
          Optional.empty(),
          remembered.map(EstSettings::ofServer).orElse(List.of()));
    }
    return remembered.orElseThrow(() ->
        new ClientException(
            "it is not known where the certificate of " + name + " comes from",
            "Name the server with --est URL. From an authority without EST, ask with 'securechat"
                + " pki request "
                + name
                + "' and put its answer in place with 'securechat pki import'."));
  }
}
