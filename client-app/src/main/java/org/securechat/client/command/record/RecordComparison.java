package org.securechat.client.command.record;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.SafeText;
import org.securechat.client.command.options.Output;
import org.securechat.client.evidence.Exhibits;
import org.securechat.client.text.ComparisonText;
import org.securechat.client.text.MessageJson;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.compare.Comparison;
import org.securechat.protocol.evidence.compare.EquivocationFolder;
import org.securechat.protocol.evidence.compare.Exhibit;
import org.securechat.protocol.evidence.compare.ExhibitKind;
import org.securechat.protocol.evidence.compare.ExhibitReader;
import org.securechat.protocol.evidence.compare.Relation;
import org.securechat.protocol.evidence.verify.Verdict;
import org.securechat.protocol.evidence.verify.VerificationReport.Statement;

/** {@code verify --against}, and {@code verify} of what it saved (PROTOCOL.md §11.3). */
public final class RecordComparison {
  private static final int FAILED = 1;

  private final Output printer;
  private final ExhibitReader reader;
  private final Exhibits exhibits;

  /**
   * @param signers certificates that a statement may be signed with and that do not lie beside it
   */
  public RecordComparison(Output printer, ExhibitReader reader, List<X509Certificate> signers) {
    this.printer = printer;
    this.reader = reader;
    this.exhibits = new Exhibits(reader, signers);
  }

  /**
   * Holds two records against each other.
   *
   * @param save where to write what shows that they contradict each other
   * @return the exit code
   */
  public int compare(Path first, Path second, Optional<Path> save) throws ClientException {
    Exhibit a = read(first);
    exhibits.alsoFrom(a);
    Exhibit b = read(second);
    if (!a.verified()) {
      exhibits.alsoFrom(b);
      a = read(first);
    }
    print("A", a, first.toString());
    print("B", b, second.toString());
    if (!a.verified() || !b.verified()) {
      return proveNothing(a, first, b, second);
    }
    Comparison found = a.against(b);
    print(found, a, b);
    if (save.isPresent()) {
      save(save.get(), a, b, found);
    }
    return found.relation().exitCode();
  }

  private Exhibit read(Path path) throws ClientException {
    try {
      return exhibits.read(path);
    } catch (IOException | EvidenceException e) {
      throw new ClientException(
          path + " proves nothing: " + e.getMessage(),
          "Name a bundle, a receipt.json, a file with signed heads, or a room's folder in this"
              + " client's data folder.",
          e);
    }
  }

  /** What does not verify is no evidence. */
  private int proveNothing(Exhibit a, Path first, Exhibit b, Path second) {
    explain(a, first);
    explain(b, second);
    boolean newer =
        List.of(a, b).stream()
            .map(one -> one.report().verdict())
            .allMatch(verdict -> verdict == Verdict.VERIFIED || verdict == Verdict.NEEDS_NEWER);
    return newer ? Verdict.NEEDS_NEWER.exitCode() : FAILED;
  }

  private void explain(Exhibit exhibit, Path path) {
    if (exhibit.verified()) {
      return;
    }
    String receipt =
        exhibit.kind() == ExhibitKind.BUNDLE
            ? "\n  Its receipt alone may be evidence all the same: name receipt.json in it."
            : "";
    printer.print(
        MessageJson.event("no_evidence").put("path", path.toString()),
        printer.text().bad() + " " + path + " does not verify, so it is no evidence." + receipt);
  }

  private void print(String name, Exhibit exhibit, String path) {
    String mark = exhibit.verified() ? printer.text().good() : printer.text().bad();
    printer.print(
        ComparisonText.sideJson(name, exhibit, path),
        mark + " " + ComparisonText.side(name, exhibit, path));
    exhibit
        .report()
        .failures()
        .forEach(check ->
            printer.print(
                MessageJson.event("check")
                    .put("side", name)
                    .put("check", check.name())
                    .put("subject", check.subject())
                    .put("detail", check.detail()),
                "     "
                    + check.name()
                    + " "
                    + SafeText.line(check.subject())
                    + ": "
                    + SafeText.line(check.detail())));
    exhibit
        .report()
        .remarks()
        .forEach(remark ->
            printer.print(
                MessageJson.event("remark").put("side", name).put("detail", remark),
                "     note: " + SafeText.line(remark)));
  }

  private void print(Comparison found, Exhibit a, Exhibit b) {
    String server =
        a.report().statement().or(() -> b.report().statement()).map(Statement::server).orElse("");
    String mark = found.relation().exitCode() == 0 ? printer.text().good() : printer.text().bad();
    printer.print(
        ComparisonText.verdictJson(found, server),
        mark + " " + ComparisonText.verdict(found, server));
  }

  private void save(Path folder, Exhibit a, Exhibit b, Comparison found) throws ClientException {
    if (!found.relation().differs()) {
      printer.print(
          MessageJson.event("not_saved"), "nothing is saved, because the two do not differ");
      return;
    }
    try {
      EquivocationFolder.write(folder, a, b, found);
    } catch (FileAlreadyExistsException e) {
      throw new ClientException(folder + " is there already", "Choose another --save.", e);
    } catch (IOException e) {
      throw new ClientException("cannot write " + folder + ": " + e.getMessage(), e);
    }
    printer.print(
        MessageJson.event("saved").put("path", folder.toAbsolutePath().normalize().toString()),
        "saved in "
            + folder
            + ", with a page that explains it. To check it:\n  securechat verify "
            + folder
            + " --ca CA.pem\n  sh "
            + folder.resolve(EquivocationFolder.SCRIPT)
            + " CA.pem");
  }

  /**
   * Checks a folder that shows two histories.
   *
   * @return the exit code: 0 if it proves that one server signed both
   */
  public int shown(Path folder) throws ClientException {
    EquivocationFolder.Shown shown;
    try {
      shown = EquivocationFolder.read(folder, reader);
    } catch (IOException | EvidenceException e) {
      throw new ClientException(
          folder + " proves nothing: " + e.getMessage(), "Get the folder again.", e);
    }
    print("A", shown.a(), "a");
    print("B", shown.b(), "b");
    if (shown.comparison().isEmpty()) {
      return proveNothing(shown.a(), folder.resolve("a"), shown.b(), folder.resolve("b"));
    }
    shown
        .faults()
        .forEach(fault ->
            printer.print(
                MessageJson.event("check").put("outcome", "failed").put("detail", fault),
                printer.text().bad() + " " + fault));
    Comparison found = shown.comparison().get();
    print(found, shown.a(), shown.b());
    boolean proven = found.relation() == Relation.EQUIVOCATION && shown.faults().isEmpty();
    String verdict =
        proven
            ? "VERIFIED: the folder proves it"
            : "FAILED: the folder does not prove that one server signed both";
    printer.print(
        MessageJson.event("verdict").put("verdict", proven ? "VERIFIED" : "FAILED"),
        (proven ? printer.text().good() : printer.text().bad()) + " " + verdict);
    return proven ? 0 : FAILED;
  }
}
