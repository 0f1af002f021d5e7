package org.securechat.client.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Callable;
import org.securechat.client.ClientException;
import org.securechat.client.SafeText;
import org.securechat.client.command.options.Output;
import org.securechat.client.command.options.OutputOptions;
import org.securechat.client.command.options.TrustOptions;
import org.securechat.client.identity.Identity;
import org.securechat.client.text.MessageJson;
import org.securechat.protocol.evidence.EvidenceVerifier;
import org.securechat.protocol.evidence.VerificationReport;
import org.securechat.protocol.identity.RevocationPolicy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify}. */
@Command(
    name = "verify",
    description = {
      "Check an evidence bundle without a server: receipt, chain, every line, every certificate.",
      "Exit code 0 only if every check passes; each that does not is named."
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
      names = {"-v", "--verbose"},
      description = "name the checks that passed, too")
  private boolean verbose;

  @Mixin private OutputOptions output;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Output printer = output.open(spec);
    if (!Files.exists(bundle)) {
      throw new ClientException("there is no " + bundle, "Name a bundle's folder or zip file.");
    }
    VerificationReport report =
        new EvidenceVerifier(
                trusted(), withoutRevocations ? RevocationPolicy.ALLOW : RevocationPolicy.REFUSE)
            .verify(bundle);
    report.checks().forEach(check -> print(printer, check));
    report
        .remarks()
        .forEach(remark ->
            printer.print(
                MessageJson.event("remark").put("detail", remark),
                "note: " + SafeText.line(remark)));
    summary(printer, report);
    return report.passed() ? 0 : 1;
  }

  private List<X509Certificate> trusted() throws ClientException {
    Path file = trust.authorities();
    if (!Files.exists(file)) {
      throw new ClientException(
          "there is no authority's certificate at " + file,
          "Say whom you trust with --ca FILE. The bundle's own ca.pem will do if its fingerprint"
              + " is the authority's: openssl x509 -fingerprint -sha256 -noout -in ca.pem");
    }
    return Identity.authorities(file);
  }

  private void print(Output printer, VerificationReport.Check check) {
    if (!check.passed() || verbose || output.json()) {
      String mark = check.passed() ? printer.text().good() : printer.text().bad();
      String detail = check.passed() ? "" : ": " + SafeText.line(check.detail());
      printer.print(
          MessageJson.event("check")
              .put("name", check.name())
              .put("subject", check.subject())
              .put("passed", check.passed())
              .put("detail", check.detail()),
          mark + " " + check.name() + " " + SafeText.line(check.subject()) + detail);
    }
  }

  private void summary(Output printer, VerificationReport report) {
    int failed = report.failures().size();
    String text =
        report.passed()
            ? printer.text().good() + " verified: all " + report.checks().size() + " checks pass"
            : printer.text().bad()
                + " NOT verified: "
                + failed
                + " of "
                + report.checks().size()
                + " checks fail";
    printer.print(
        MessageJson.event("verdict")
            .put("passed", report.passed())
            .put("checks", report.checks().size())
            .put("failed", failed),
        text);
  }
}
