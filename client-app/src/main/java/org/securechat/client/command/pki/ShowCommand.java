package org.securechat.client.command.pki;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.securechat.client.ClientException;
import org.securechat.client.identity.OwnNames;
import org.securechat.client.pki.CertificateAuthority;
import org.securechat.client.pki.CertificatesFile;
import org.securechat.client.pki.IssuedCertificate;
import org.securechat.client.pki.est.EstSettings;
import org.securechat.client.pki.est.RenewalTime;
import org.securechat.client.storage.IssuedFiles;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.identity.StatedName;
import org.securechat.protocol.identity.key.KeyNames;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pki show}. */
@Command(
    name = "show",
    description = {
      "Show the authority, or one certificate, with the names that an account can have by it.",
      "A certificate of another authority is shown from its file."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat pki show",
      "  securechat pki show alice",
      "  securechat pki show alice.pem",
      "  securechat pki show alice.p12"
    })
final class ShowCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "NAME|SERIAL|FILE",
      description = "which one (default: the authority)")
  private String nameOrSerial;

  @Mixin private PkiFolder folder;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    IssuedFiles.finishAll(folder.path(), Instant.now());
    Optional<Path> given = file();
    if (given.isPresent()) {
      showFile(given.get());
      return 0;
    }
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

  /** A file by its path, or a user's beside an authority that is not ours. */
  private Optional<Path> file() {
    if (nameOrSerial == null) {
      return Optional.empty();
    }
    Path named = Path.of(nameOrSerial);
    Path issued = folder.path().resolve("issued").resolve(nameOrSerial + ".pem");
    if (Files.isRegularFile(named)) {
      return Optional.of(named);
    }
    return Files.exists(folder.path().resolve("ca.key")) || !Files.exists(issued)
        ? Optional.empty()
        : Optional.of(issued);
  }

  private void showFile(Path file) throws Exception {
    List<X509Certificate> chain = CertificatesFile.read(file, folder.passphrase());
    PrintWriter out = spec.commandLine().getOut();
    X509Certificate leaf = chain.getFirst();
    out.println("serial      " + leaf.getSerialNumber().toString(16));
    out.println("valid from  " + leaf.getNotBefore().toInstant());
    out.println("valid until " + leaf.getNotAfter().toInstant());
    out.println("sha256      " + Digests.sha256Hex(leaf.getEncoded()));
    describe(leaf);
    for (X509Certificate issuer : chain.subList(1, chain.size())) {
      out.println("chain       " + issuer.getSubjectX500Principal().getName());
    }
  }

  private void describe(X509Certificate certificate) throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    out.println("subject     " + certificate.getSubjectX500Principal().getName());
    out.println("issuer      " + certificate.getIssuerX500Principal().getName());
    if (nameOrSerial == null) {
      out.println("serial      " + certificate.getSerialNumber().toString(16));
      out.println("valid until " + certificate.getNotAfter().toInstant());
    }
    out.println("key         " + KeyNames.of(certificate.getPublicKey()));
    if (certificate.getSubjectAlternativeNames() != null) {
      for (List<?> name : certificate.getSubjectAlternativeNames()) {
        if (name.get(1) instanceof String text) {
          out.println("also named  " + text);
        }
      }
    }
    if (nameOrSerial != null) {
      describeNames(OwnNames.of(certificate));
      describeRenewal(certificate);
    }
  }

  private void describeRenewal(X509Certificate certificate) throws ClientException {
    PrintWriter out = spec.commandLine().getOut();
    Instant now = Instant.now();
    RenewalTime time = RenewalTime.of(certificate);
    if (time.isOver(now)) {
      out.println("renewal     too late: it ended at " + time.end());
    } else {
      out.println(
          "renewal     "
              + (time.isDue(now) ? "due since " : "due from ")
              + time.due()
              + "; it ends in "
              + time.left(now));
    }
    if (nameOrSerial.matches("[^/\\\\]+")) {
      EstSettings.find(folder.path(), nameOrSerial)
          .ifPresent(settings -> out.println("renewed by  " + settings.address()));
    }
  }

  private void describeNames(OwnNames names) {
    PrintWriter out = spec.commandLine().getOut();
    for (StatedName user : names.users()) {
      out.println("username    " + user);
    }
    for (String other : names.others()) {
      out.println("no username " + other);
    }
    if (!names.accounts().isEmpty()) {
      out.println("account     --as " + String.join(" or --as ", names.accounts()));
    }
  }
}
