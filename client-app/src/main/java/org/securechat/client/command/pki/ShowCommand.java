package org.securechat.client.command.pki;

import java.io.PrintWriter;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.securechat.client.ClientException;
import org.securechat.client.pki.CertificateAuthority;
import org.securechat.client.pki.IssuedCertificate;
import org.securechat.protocol.identity.StatedName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pki show}. */
@Command(
    name = "show",
    description = "Show the authority, or one certificate.",
    mixinStandardHelpOptions = true,
    footer = {"  securechat pki show", "  securechat pki show alice"})
final class ShowCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "NAME|SERIAL",
      description = "which one (default: the authority)")
  private String nameOrSerial;

  @Mixin private PkiFolder folder;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    CertificateAuthority authority = folder.open();
    if (nameOrSerial == null) {
      describe(authority.certificate());
      return 0;
    }
    IssuedCertificate entry =
        authority
            .find(nameOrSerial)
            .orElseThrow(() ->
                new ClientException(
                    "no certificate has the name or serial '" + nameOrSerial + "'",
                    "See 'pki list'."));
    PrintWriter out = spec.commandLine().getOut();
    out.println("name        " + entry.name());
    out.println("type        " + entry.kind().label());
    out.println("status      " + entry.status(Instant.now()));
    entry
        .revocation()
        .ifPresent(r -> out.println("revoked     " + r.at() + ", " + r.reason().label()));
    out.println("serial      " + entry.serial());
    out.println("valid from  " + entry.notBefore());
    out.println("valid until " + entry.notAfter());
    out.println("sha256      " + entry.sha256());
    Optional<X509Certificate> file = authority.certificateOf(entry);
    if (file.isPresent()) {
      describe(file.get());
    } else {
      out.println("file        replaced by a newer one, or gone");
    }
    return 0;
  }

  private void describe(X509Certificate certificate) throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    out.println("subject     " + certificate.getSubjectX500Principal().getName());
    out.println("issuer      " + certificate.getIssuerX500Principal().getName());
    if (nameOrSerial == null) {
      out.println("serial      " + certificate.getSerialNumber().toString(16));
      out.println("valid until " + certificate.getNotAfter().toInstant());
    }
    out.println("key         " + certificate.getPublicKey().getAlgorithm());
    if (certificate.getSubjectAlternativeNames() != null) {
      for (List<?> name : certificate.getSubjectAlternativeNames()) {
        if (name.get(1) instanceof String text) {
          out.println("also named  " + text);
        }
      }
    }
    List<StatedName> users = StatedName.in(certificate);
    for (StatedName user : nameOrSerial == null ? List.<StatedName>of() : users) {
      out.println("username    " + user);
    }
  }
}
