package org.securechat.client.command.pki;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.pki.CertificateRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pki request}. */
@Command(
    name = "request",
    description = {
      "Make a key and a request (PKCS#10) for an authority of your organisation.",
      "The key stays here, readable by you alone; what the authority sends back is put in place by"
          + " 'pki import'."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat pki request alice --email alice@example.org",
      "  securechat pki request server --type server --san dns:chat.example.org",
      "  securechat pki request receipt --type receipt --server-name chat.example.org",
      "  securechat pki request alice --encrypt",
      "  securechat pki request alice --key-file certs/issued/alice.key"
    })
final class RequestCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "the user's or server's name: a-z 0-9 . _ + - @")
  private String name;

  @Mixin private PkiFolder folder;

  @Mixin private TypeOption type;

  @Mixin private NewKeyOptions key;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "the key to ask for a certificate for, in place of a new one")
  private Path keyFile;

  @Mixin private NameOptions names;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    CertificateOrder order =
        names.addTo(CertificateOrder.of(name, type.type()).withKey(key.kind()));
    CertificateRequest made =
        CertificateRequest.make(
            folder.path(),
            order,
            Optional.ofNullable(keyFile),
            folder.passphrase(),
            key.form(folder.passphrase(), () -> folder.passphrase().chosen(name)));
    PrintWriter out = spec.commandLine().getOut();
    out.println("request     " + made.request() + "  (send it to the authority)");
    out.println("its key     " + made.key() + "  (keep it to yourself)");
    out.println("then        securechat pki import " + name + more() + " FILE");
    return 0;
  }

  private String more() {
    return type.type() == CertificateKind.CLIENT ? "" : " --type " + type.type().label();
  }
}
