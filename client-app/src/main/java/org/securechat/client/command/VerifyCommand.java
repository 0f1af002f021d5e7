package org.securechat.client.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.securechat.client.ClientException;
import org.securechat.client.SafeText;
import org.securechat.client.command.options.Output;
import org.securechat.client.command.options.OutputOptions;
import org.securechat.client.command.options.TrustOptions;
import org.securechat.client.identity.Identity;
import org.securechat.client.text.MessageJson;
import org.securechat.protocol.evidence.verify.EvidenceVerifier;
import org.securechat.protocol.evidence.verify.Verdict;
import org.securechat.protocol.evidence.verify.VerificationReport;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.RevocationPolicy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify}. */
@Command(
    name = "verify",
    description = {
      "Check an evidence bundle without a server: receipt, chain, every line, every certificate.",
      "Exit code 0: verified. 1: failed or incomplete. 2: wrong usage. 3: needs a newer verifier."
    },
    mixinStandardHelpOptions = true,
    footer = "  securechat verify evidence.zip --ca ca.pem")
final class VerifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PATH", description = "the bundle: a folder or a zip")
  private Path bundle;

  @Mixin private TrustOptions trust;

  @Option(
      names = "--no-crl",
      description = "accept certificates whose revocation no list in the bundle can rule out")
  private boolean withoutRevocations;

  @Option(
      names = "--crl",
      paramLabel = "FILE",
      description = "a revocation list that counts as well, such as a newer one (PEM or DER)")
  private List<Path> outsideLists = new ArrayList<>();

  @Option(
      names = {"-v", "--verbose"},
      description = "name the checks that passed, too")
  private boolean verbose;

  @Mixin private OutputOptions output;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Output printer = output.open(spec);
    if (!Files.exists(bundle)) {
      throw usage("there is no " + bundle + ": name a bundle's folder or zip file");
    }
    VerificationReport report =
        new EvidenceVerifier(
                trusted(),
                outside(),
                withoutRevocations ? RevocationPolicy.ALLOW : RevocationPolicy.REFUSE)
            .verify(bundle);
    report.statement().ifPresent(statement -> print(printer, statement));
    report.checks().forEach(check -> print(printer, check));
    report
        .remarks()
        .forEach(remark ->
            printer.print(
                MessageJson.event("remark").put("detail", remark),
                "note: " + SafeText.line(remark)));
    summary(printer, report);
    return report.verdict().exitCode();
  }

  private List<X509Certificate> trusted() throws ClientException {
    Path file = trust.authorities();
    if (!Files.exists(file)) {
      throw usage(
          "there is no authority's certificate at "
              + file
              + ": say whom you trust with --ca FILE. The bundle's own authority.der will do if its"
              + " fingerprint is the authority's: openssl x509 -inform DER -fingerprint -sha256"
              + " -noout -in authority.der");
    }
    return Identity.authorities(file);
  }

  private List<X509CRL> outside() {
    List<X509CRL> lists = new ArrayList<>();
    for (Path file : outsideLists) {
      try {
        lists.addAll(PemFiles.crls(file));
      } catch (IOException e) {
        throw usage(file + " holds no revocation list: " + e.getMessage());
      }
    }
    return lists;
  }

  private ParameterException usage(String fault) {
    return new ParameterException(spec.commandLine(), fault);
  }

  private static void print(Output printer, VerificationReport.Statement said) {
    String span = said.from().isEmpty() ? "no line" : "from " + said.from() + " to " + said.to();
    printer.print(
        MessageJson.event("statement")
            .put("signer", said.signer())
            .put("server", said.server())
            .put("room", said.room())
            .put("room_id", said.roomId())
            .put("first", said.first())
            .put("last", said.last())
            .put("from", said.from())
            .put("to", said.to())
            .put("issued_at", said.issuedAt()),
        "signed by "
            + SafeText.line(said.signer())
            + "\nfor server "
            + said.server()
            + ", room "
            + said.room()
            + " ("
            + said.roomId()
            + ")\nlines "
            + said.first()
            + " to "
            + said.last()
            + ", "
            + span
            + ", issued at "
            + said.issuedAt());
  }

  private void print(Output printer, VerificationReport.Check check) {
    if (!check.passed() || verbose || output.json()) {
      String mark = check.passed() ? printer.text().good() : printer.text().bad();
      String detail = check.passed() ? "" : ": " + SafeText.line(check.detail());
      printer.print(
          MessageJson.event("check")
              .put("check", check.name())
              .put("subject", check.subject())
              .put("outcome", check.outcome().name().toLowerCase(Locale.ROOT))
              .put("detail", check.detail()),
          mark + " " + check.name() + " " + SafeText.line(check.subject()) + detail);
    }
  }

  private static void summary(Output printer, VerificationReport report) {
    int failed = report.failures().size();
    Verdict verdict = report.verdict();
    String mark = verdict == Verdict.VERIFIED ? printer.text().good() : printer.text().bad();
    printer.print(
        MessageJson.event("verdict")
            .put("verdict", verdict.words())
            .put("checks", report.checks().size())
            .put("failed", failed),
        mark
            + " "
            + verdict.words()
            + ": "
            + (report.checks().size() - failed)
            + " of "
            + report.checks().size()
            + " checks pass");
  }
}
