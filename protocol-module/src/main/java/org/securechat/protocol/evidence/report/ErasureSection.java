package org.securechat.protocol.evidence.report;

import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.verify.Erasure;
import org.securechat.protocol.evidence.verify.Examination;

/** What can no longer be read, who had that done, when and why. */
final class ErasureSection {
  private static final int SHARE = 80;

  private final Examination bundle;

  ErasureSection(Examination bundle) {
    this.bundle = bundle;
  }

  void write(ReportPage page) {
    bundle.receipt().ifPresent(receipt -> write(page, receipt));
  }

  private void write(ReportPage page, Receipt receipt) {
    page.section("erased", "What was erased");
    if (receipt.erased().isEmpty()) {
      page.raw("<p>Nothing was erased from these lines when the receipt was issued.</p>\n");
    } else {
      page.raw("<p>When the receipt was issued the content of ")
          .text(LineWords.lines(receipt.erased()))
          .raw(" was gone, and the server has signed that. Who said something, when, and the hash")
          .raw(" of what it was are still in the record and still bound by the chain.</p>\n");
    }
    boolean cut = false;
    if (!bundle.erasures().isEmpty()) {
      page.table("Lines that say that others were erased", "When", "What", "By whom, and why");
      for (Erasure erasure : bundle.erasures()) {
        cut |= !page.within(SHARE);
        if (!cut) {
          row(page, erasure);
        }
      }
      page.endTable();
    }
    if (cut) {
      page.cut("More erasures are");
    }
    page.endSection();
  }

  private static void row(ReportPage page, Erasure erasure) {
    String actor = erasure.event().actor();
    page.raw("<tr><td>").time(erasure.line().receivedAt()).raw("<br/>");
    page.line(erasure.line().position()).raw("</td><td>");
    page.text(LineWords.lines(erasure.event().subject())).raw("</td><td>");
    page.name(LineWords.eraser(actor)).raw(", ").text(LineWords.reason(actor));
    page.raw("</td></tr>\n");
  }
}
