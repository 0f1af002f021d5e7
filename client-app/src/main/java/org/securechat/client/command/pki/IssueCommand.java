package org.securechat.client.command.pki;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.securechat.client.pki.CertificateFiles;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.pki.KeyKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pki issue}. */
@Command(
    name = "issue",
    description = "Make a key and a certificate for a person, a server or the receipt signer.",
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat pki issue alice --email alice@example.org",
      "  securechat pki issue alice --upn asmith@ad.example.org",
      "  securechat pki issue chat.example.org --type server",
      "  securechat pki issue server --type server --san localhost,10.0.0.5",
      "  securechat pki issue receipt --type receipt --server-name chat.example.org",
      "  securechat pki issue receipt --type receipt --force",
      "  securechat pki issue late --days -1        (expired, to see it refused)"
    })
final class IssueCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "the user's or server's name: a-z 0-9 . _ + - @")
  private String name;

  @Mixin private PkiFolder folder;

  @Mixin private TypeOption type;

  @Option(
      names = "--key",
      paramLabel = "KIND",
      description = {
        "ed25519, p256, p384, rsa2048 or rsa3072 (default: p256, for a user ed25519)",
        "Browsers take no Ed25519: give p256 to a user who logs in with one."
      })
  private KeyKind key;

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "life in days (default: 365, receipt 730); negative: it has expired already")
  private Integer days;

  @Option(
      names = "--not-before",
      paramLabel = "TIME",
      description = "start of validity, for example 2027-01-01T00:00:00Z (default: 5 minutes ago)")
  private Instant notBefore;

  @Mixin private NameOptions names;

  @Option(
      names = "--crl-url",
      paramLabel = "URL",
      description = "say in the certificate where its revocation list is")
  private String crlUrl;

  @Option(
      names = "--ocsp-url",
      paramLabel = "URL",
      description = "say in the certificate where an OCSP responder can be asked about it")
  private String ocspUrl;

  @Option(
      names = "--force",
      description =
          "replace the files of an earlier certificate; a receipt signer's former certificate"
              + " goes to NAME.former, where the server looks for it")
  private boolean force;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    CertificateFiles made = folder.open().issue(order());
    PrintWriter out = spec.commandLine().getOut();
    out.println("certificate " + made.certificate());
    out.println("its key     " + made.key() + "  (keep it to yourself)");
    out.println("serial      " + made.entry().serial());
    out.println("valid until " + made.entry().notAfter());
    return 0;
  }

  private CertificateOrder order() {
    CertificateOrder order = names.addTo(CertificateOrder.of(name, type.type()));
    if (key != null) {
      order = order.withKey(key);
    }
    if (days != null) {
      order = order.withValidity(Duration.ofDays(days));
    }
    if (notBefore != null) {
      order = order.withNotBefore(notBefore);
    }
    if (crlUrl != null) {
      order = order.withCrlUrl(crlUrl);
    }
    if (ocspUrl != null) {
      order = order.withOcspUrl(ocspUrl);
    }
    return force ? order.replacing() : order;
  }
}
