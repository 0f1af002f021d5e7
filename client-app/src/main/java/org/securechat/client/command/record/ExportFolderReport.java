package org.securechat.client.command.record;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.securechat.client.ClientException;
import org.securechat.client.SafeText;
import org.securechat.client.command.options.Output;
import org.securechat.client.export.ExportIndex;
import org.securechat.client.export.ExportIndex.Bundle;
import org.securechat.client.export.ExportIndex.Room;
import org.securechat.client.export.ExportVerification;
import org.securechat.client.text.MessageJson;
import org.securechat.protocol.evidence.verify.Verdict;
import org.securechat.protocol.evidence.verify.VerificationReport;
import org.securechat.protocol.evidence.verify.VerificationReport.Statement;

/** Prints what the verification of an export has found: a verdict for each bundle, and a total. */
public final class ExportFolderReport implements ExportVerification.Each {
  private final Output printer;
  private final Set<String> said = new HashSet<>();
  private int verified;

  public ExportFolderReport(Output printer) {
    this.printer = printer;
  }

  /** Verifies, prints, and answers with the exit code. */
  public int verify(ExportVerification export) throws ClientException {
    ExportIndex index = export.index();
    say(
        "export of "
            + index.server()
            + (index.person().isEmpty() ? "" : ", user " + index.person())
            + ", made at "
            + index.madeAt()
            + " by "
            + index.madeBy()
            + ", as its index says, which is not signed");
    Verdict total = export.verify(this);
    for (ExportIndex.Failed failed : index.failed()) {
      remark("room " + failed.room() + " is not in this export: " + failed.reason());
    }
    for (String file : export.unnamed()) {
      remark(file + " is not of this export, and was not checked");
    }
    printer.print(
        MessageJson.event("total")
            .put("verdict", total.words())
            .put("bundles", index.bundles())
            .put("verified", verified)
            .put("rooms_missing", index.failed().size()),
        mark(total)
            + " "
            + total.words()
            + ": "
            + verified
            + " of "
            + index.bundles()
            + " bundles verify");
    return total.exitCode();
  }

  @Override
  public void bundle(Bundle bundle, Optional<VerificationReport> report, List<String> faults) {
    Verdict verdict = ExportVerification.verdict(report, faults);
    verified += verdict == Verdict.VERIFIED ? 1 : 0;
    Optional<Statement> statement = report.flatMap(VerificationReport::statement);
    // Who signed it comes first, and once: it is the same for most bundles.
    statement
        .map(one -> "signed by " + one.signer() + " for server " + one.server())
        .filter(said::add)
        .ifPresent(this::say);
    printer.print(
        MessageJson.event("verdict").put("file", bundle.file()).put("verdict", verdict.words()),
        mark(verdict)
            + " "
            + verdict.words()
            + ": "
            + bundle.file()
            + statement.map(ExportFolderReport::words).orElse(""));
    faults.forEach(fault -> fault(bundle, "index", bundle.file(), fault));
    report.stream()
        .flatMap(checks -> checks.failures().stream())
        .forEach(check -> fault(bundle, check.name(), check.subject(), check.detail()));
    report.stream()
        .flatMap(checks -> checks.remarks().stream())
        .filter(said::add)
        .forEach(this::remark);
  }

  private static String words(Statement said) {
    return ", room "
        + said.room()
        + ", lines "
        + said.first()
        + " to "
        + said.last()
        + (said.from().isEmpty() ? "" : ", from " + said.from() + " to " + said.to());
  }

  private void fault(Bundle bundle, String check, String subject, String detail) {
    printer.print(
        MessageJson.event("check")
            .put("file", bundle.file())
            .put("check", check)
            .put("subject", subject)
            .put("outcome", VerificationReport.Outcome.FAILED.name().toLowerCase(Locale.ROOT))
            .put("detail", detail),
        "  " + check + " " + SafeText.line(subject) + ": " + SafeText.line(detail));
  }

  @Override
  public void gap(Room room) {
    printer.print(
        MessageJson.event("gap").put("room", room.room()),
        printer.text().bad()
            + " the bundles of room "
            + SafeText.line(room.room())
            + " are not all of its lines "
            + room.first()
            + " to "
            + room.last());
  }

  private void remark(String remark) {
    printer.print(
        MessageJson.event("remark").put("detail", remark), "note: " + SafeText.line(remark));
  }

  private void say(String sentence) {
    printer.print(MessageJson.event("export").put("detail", sentence), SafeText.line(sentence));
  }

  private String mark(Verdict verdict) {
    return verdict == Verdict.VERIFIED ? printer.text().good() : printer.text().bad();
  }
}
