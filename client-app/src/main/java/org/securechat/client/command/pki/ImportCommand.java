package org.securechat.client.command.pki;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.securechat.client.pki.CertificateImport;
import org.securechat.client.pki.CertificateOrder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pki import}. */
@Command(
    name = "import",
    description = {
      "Put in place what an authority has issued: PEM, DER, PKCS#7 or PKCS#12, the chain in any"
          + " order and number of files.",
      "Nothing is taken that does not fit the key, the name or the authorities of ca.pem. What is"
          + " replaced is kept beside it."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat pki import alice alice.cer issuing-ca.cer",
      "  securechat pki import server chain.p7b --type server",
      "  securechat pki import alice alice.pfx",
      "  securechat pki import alice alice.pem --key-file /media/stick/alice.key"
    })
final class ImportCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "NAME", description = "the user's name, server or receipt")
  private String name;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description = "what the authority has sent")
  private List<Path> files;

  @Mixin private PkiFolder folder;

  @Mixin private TypeOption type;

  @Option(
      names = "--server-name",
      paramLabel = "NAME",
      defaultValue = "${env:SECURECHAT_NAME:-" + CertificateOrder.DEFAULT_SERVER + "}",
      description =
          "for a receipt signer: the server's setting securechat.name"
              + " (default: $SECURECHAT_NAME, or securechat)")
  private String serverName;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "the key (default: that of the request, or the one in the PKCS#12 file)")
  private Path keyFile;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    CertificateOrder order = CertificateOrder.of(name, type.type()).withServer(serverName);
    CertificateImport.Done done =
        new CertificateImport(folder.path(), order, folder.passphrase(), Clock.systemUTC())
            .take(files, Optional.ofNullable(keyFile));
    PrintWriter out = spec.commandLine().getOut();
    new TakenText(out).print(done);
    if (!done.judged()) {
      out.println(
          "not judged  there is no ca.pem in "
              + folder.path()
              + ": put the authority's"
              + " certificate there, and run 'securechat pki check'");
    }
    return 0;
  }
}
