package org.securechat.protocol.evidence.report;

import java.util.List;
import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.protocol.evidence.verify.Examination;
import org.securechat.protocol.evidence.verify.Verdict;
import org.securechat.protocol.evidence.verify.VerificationReport;
import org.securechat.protocol.evidence.verify.VerificationReport.Check;
import org.securechat.protocol.name.Names;

/** The top: what it is, and the verdict. */
final class VerdictSection {
  private static final int SHOWN = 10;

  private final Examination bundle;
  private final ReportContext context;

  VerdictSection(Examination bundle, ReportContext context) {
    this.bundle = bundle;
    this.context = context;
  }

  void write(ReportPage page) {
    VerificationReport report = bundle.report();
    page.raw("<header>\n<p class=\"over\">SecureChat &#183; " + kind() + "</p>\n<h1>");
    bundle
        .receipt()
        .ifPresentOrElse(
            receipt -> page.name(receipt.room()), () -> page.raw("A bundle without a receipt"));
    page.raw("</h1>\n<div class=\"verdict " + style(report.verdict()) + "\">\n<p><strong>")
        .raw(mark(report.verdict()) + " " + report.verdict().words())
        .raw("</strong> ")
        .raw(meaning(report.verdict()))
        .raw("</p>\n");
    failures(page, report.failures());
    bundle
        .receipt()
        .filter(receipt -> !receipt.revoked().isEmpty())
        .ifPresent(receipt ->
            page.raw("<p>Who wrote ")
                .text(LineWords.lines(receipt.revoked()))
                .raw(" is in doubt: the certificate had been revoked by then.</p>\n"));
    page.raw("</div>\n");
    if (context.packed()) {
      page.raw(
          "<p class=\"caution\"><strong>This page proves nothing.</strong> It was packed with the"
              + " bundle for convenient reading, and who packs a bundle could write anything here."
              + " To know, <a href=\"#repeat\">verify the bundle yourself</a>.</p>\n");
    }
    page.raw("</header>\n");
  }

  private void failures(ReportPage page, List<Check> failures) {
    if (failures.isEmpty()) {
      return;
    }
    page.raw("<ul>\n");
    failures.stream()
        .limit(SHOWN)
        .forEach(check -> page.raw("<li>").text(CheckSection.words(check)).raw("</li>\n"));
    page.raw("</ul>\n");
    if (failures.size() > SHOWN) {
      page.raw("<p>and ")
          .number(failures.size() - SHOWN)
          .raw(" more: see <a href=\"#checks\">the checks</a>.</p>\n");
    }
  }

  private String kind() {
    return bundle
        .receipt()
        .map(receipt -> {
          if (AuditPayload.ROOM.equals(receipt.room())) {
            return "record of administration";
          }
          return Names.isClassicRoom(receipt.room())
              ? "record of a session of the classic protocol"
              : "record of a room";
        })
        .orElse("evidence");
  }

  static String style(Verdict verdict) {
    return switch (verdict) {
      case VERIFIED -> "good";
      case FAILED -> "bad";
      case INCOMPLETE, NEEDS_NEWER -> "warn";
    };
  }

  private static String mark(Verdict verdict) {
    return switch (verdict) {
      case VERIFIED -> "&#10003;";
      case FAILED -> "&#10007;";
      case INCOMPLETE, NEEDS_NEWER -> "!";
    };
  }

  private String meaning(Verdict verdict) {
    int failed = bundle.report().failures().size();
    int all = bundle.report().checks().size();
    return switch (verdict) {
      case VERIFIED -> "Every check passed, " + all + " in all.";
      case FAILED ->
          failed + " of " + all + " checks did not pass. <em>This record proves nothing.</em>";
      case INCOMPLETE ->
          "Nothing failed, but content is missing that the receipt does not call erased."
              + " Ask for the whole record.";
      case NEEDS_NEWER ->
          "Nothing failed, but there are lines of a kind that this version does not know."
              + " A newer verifier may.";
    };
  }
}
