package org.securechat.client.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.securechat.client.ClientException;
import org.securechat.client.SafeText;
import org.securechat.client.command.options.Output;
import org.securechat.client.command.options.OutputOptions;
import org.securechat.client.command.options.TrustOptions;
import org.securechat.client.command.record.ExportFolderReport;
import org.securechat.client.command.record.RecordComparison;
import org.securechat.client.export.ExportVerification;
import org.securechat.client.identity.Identity;
import org.securechat.client.text.MessageJson;
import org.securechat.protocol.evidence.compare.EquivocationFolder;
import org.securechat.protocol.evidence.compare.ExhibitReader;
import org.securechat.protocol.evidence.verify.EvidenceVerifier;
import org.securechat.protocol.evidence.verify.Examination;
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
      "Of an export's folder, all bundles are checked, and its index is held against them.",
      "Exit code 0: verified. 1: failed or incomplete. 2: wrong usage. 3: needs a newer verifier.",
      "With --against, two records are verified and compared: bundles, receipts, files with signed"
          + " heads, or what a client kept of a room (servers/SERVER/USER/rooms/ID in its data"
          + " folder). Exit code 0: equal, or the one continues the other. 1: two histories, not"
          + " comparable, or one side does not verify.",
      "A folder that --save wrote is verified like a bundle. Exit code 0: it proves two histories."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat verify evidence.zip --ca ca.pem",
      "  securechat verify november --ca ca.pem",
      "  securechat verify mine --against theirs.zip --save two-histories --ca ca.pem",
      "  securechat verify evidence.zip --ca ca.pem --read",
      "  securechat verify evidence.zip --ca ca.pem --report evidence.html"
    })
final class VerifyCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "PATH",
      description =
          "the bundle: a folder or a zip; the folder of an export; or another record to compare")
  private Path bundle;

  @Option(
      names = "--against",
      paramLabel = "OTHER",
      description = "another record of the same room, to compare with")
  private Path against;

  @Option(
      names = "--save",
      paramLabel = "FOLDER",
      description = "if the two contradict each other, write what proves it to this new folder")
  private Path save;

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description =
          "the certificate that a receipt or heads file is signed with, PEM, if it does not lie"
              + " beside it (default: issued/receipt.pem in --pki, if that is there)")
  private Path signer;

  @Mixin private TrustOptions trust;

  @Option(
      names = "--no-crl",
      description = "accept certificates whose revocation no list in the bundle can rule out")
  private boolean withoutRevocations;

  @Option(
      names = "--roots-without-list",
      description =
          "the authorities that you trust publish no list about the issuing authorities below"
              + " them: none is asked for")
  private boolean rootsWithoutList;

  @Option(
      names = "--crl",
      paramLabel = "FILE",
      description = "a revocation list that counts as well, such as a newer one (PEM or DER)")
  private List<Path> outsideLists = new ArrayList<>();

  @Option(
      names = {"-v", "--verbose"},
      description = "name the checks that passed, too")
  private boolean verbose;

  @Mixin private ReadingOptions reading;
  @Mixin private OutputOptions output;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Output printer = output.open(spec);
    if (!Files.exists(bundle)) {
      throw usage("there is no " + bundle + ": name a bundle's folder or zip file");
    }
    boolean several = against != null || EquivocationFolder.isOne(bundle);
    if (save != null && against == null) {
      throw usage("--save goes with --against OTHER");
    }
    boolean export = !several && ExportVerification.isExport(bundle);
    reading
        .fault(several || export)
        .ifPresent(fault -> {
          throw usage(fault);
        });
    if (several) {
      return compare(printer);
    }
    EvidenceVerifier verifier = new EvidenceVerifier(trusted(), outside(), policy());
    if (export) {
      return new ExportFolderReport(printer).verify(ExportVerification.of(verifier, bundle));
    }
    Examination examined = verifier.examine(bundle);
    VerificationReport report = examined.report();
    report.statement().ifPresent(statement -> print(printer, statement));
    report.checks().forEach(check -> print(printer, check));
    report
        .remarks()
        .forEach(remark ->
            printer.print(
                MessageJson.event("remark").put("detail", remark),
                "note: " + SafeText.line(remark)));
    summary(printer, report);
    reading.show(printer, examined, verifier, origin());
    return report.verdict().exitCode();
  }

  private int compare(Output printer) throws ClientException {
    RecordComparison comparison =
        new RecordComparison(printer, new ExhibitReader(trusted(), outside(), policy()), signers());
    if (against == null) {
      return comparison.shown(bundle);
    }
    if (!Files.exists(against)) {
      throw usage("there is no " + against + ": name what to compare with");
    }
    return comparison.compare(bundle, against, Optional.ofNullable(save));
  }

  private String origin() {
    StringBuilder from = new StringBuilder("From the file ").append(trust.authorities());
    from.append(", which the person who checked has named.");
    outsideLists.forEach(list -> from.append(" Revocation list from outside: ").append(list + "."));
    return from + (withoutRevocations ? " What no revocation list covers was accepted." : "");
  }

  private RevocationPolicy policy() {
    return RevocationPolicy.of(withoutRevocations, rootsWithoutList);
  }

  private List<X509Certificate> signers() {
    Path file = signer == null ? trust.pki().resolve("issued/receipt.pem") : signer;
    if (signer == null && !Files.exists(file)) {
      return List.of();
    }
    try {
      return PemFiles.certificates(file);
    } catch (IOException e) {
      throw usage(file + " holds no certificate: " + e.getMessage());
    }
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
