package org.securechat.protocol.evidence.report;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.securechat.protocol.evidence.verify.Examination;
import org.securechat.protocol.evidence.verify.VerificationReport;
import org.securechat.protocol.evidence.verify.VerificationReport.Aspect;
import org.securechat.protocol.evidence.verify.VerificationReport.Check;
import org.securechat.protocol.evidence.verify.VerificationReport.Outcome;

/** Every check with its result: in sum, those that did not pass, and all in their order. */
final class CheckSection {
  private static final int SHARE = 98;

  private final Examination bundle;

  CheckSection(Examination bundle) {
    this.bundle = bundle;
  }

  /** A check as the verifier prints it. */
  static String words(Check check) {
    return check.name()
        + " "
        + check.subject()
        + (check.detail().isEmpty() ? "" : ": " + check.detail());
  }

  void write(ReportPage page) {
    VerificationReport report = bundle.report();
    page.section("checks", "The checks");
    sums(page, report);
    if (!report.remarks().isEmpty()) {
      page.raw("<h3>Notes of the verifier</h3>\n<ul>\n");
      each(page, report.remarks(), remark -> page.raw("<li>").text(remark).raw("</li>\n"));
      page.raw("</ul>\n");
    }
    page.raw("<details>\n<summary>All ")
        .number(report.checks().size())
        .raw(" checks, in the verifier&#8217;s order and words</summary>\n<pre>");
    boolean cut =
        !each(
            page,
            report.checks(),
            check ->
                page.raw(check.passed() ? "&#10003; " : "&#10007; ").text(words(check)).raw("\n"));
    page.raw("</pre>\n</details>\n");
    if (cut) {
      page.cut("The checks that follow are");
    }
    page.endSection();
  }

  /** Whether there was room for all. */
  private static <T> boolean each(ReportPage page, Iterable<T> all, Consumer<T> writer) {
    for (T one : all) {
      if (!page.within(SHARE)) {
        return false;
      }
      writer.accept(one);
    }
    return true;
  }

  private static void sums(ReportPage page, VerificationReport report) {
    Map<Aspect, Map<Outcome, Integer>> sums = new EnumMap<>(Aspect.class);
    for (Check check : report.checks()) {
      sums.computeIfAbsent(check.aspect(), _ -> new EnumMap<>(Outcome.class))
          .merge(check.outcome(), 1, Integer::sum);
    }
    page.sums("Checks by what they are about", "Check", "It asks", "Passed", "Not passed");
    sums.forEach((aspect, counts) -> {
      int passed = counts.getOrDefault(Outcome.PASSED, 0);
      int not = counts.values().stream().mapToInt(Integer::intValue).sum() - passed;
      page.raw("<tr><th scope=\"row\">" + aspect.wireName() + "</th><td>" + question(aspect));
      page.raw("</td><td class=\"count\">").number(passed);
      page.raw("</td><td class=\"count" + (not == 0 ? "" : " bad") + "\">").number(not);
      page.raw("</td></tr>\n");
    });
    page.endTable();
  }

  private static String question(Aspect aspect) {
    return switch (aspect) {
      case FILE -> "Are exactly the files here that belong here?";
      case RECEIPT -> "Is the receipt one?";
      case SIGNATURE -> "Did the key of the named certificate sign this?";
      case TRANSCRIPT -> "Are these the lines that the receipt speaks of?";
      case CHAIN -> "Are the lines linked, so that none was added, removed or moved?";
      case TIME -> "Are the times possible?";
      case CERTIFICATE -> "Was the certificate the authority&#8217;s, and valid when it was used?";
      case REVOCATION -> "Had it been revoked by then?";
      case NAME -> "Does the certificate name its user, or its server?";
      case PAYLOAD -> "Is the content the one of its line, said in this room by this sender?";
      case HISTORY -> "Can it have happened so?";
      case ERASED -> "May the content that is missing be missing?";
      case COUNTERSIGNATURE -> "Did the member sign this receipt?";
      case KIND -> "Does this version know what the line says?";
    };
  }
}
