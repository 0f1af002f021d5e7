package org.securechat.protocol.evidence.report;

import java.util.List;
import org.securechat.protocol.evidence.verify.CountersignedBy;
import org.securechat.protocol.evidence.verify.Examination;

/** Members who have signed this receipt, too. */
final class CountersignatureSection {
  private static final int SHARE = 85;

  private final Examination bundle;

  CountersignatureSection(Examination bundle) {
    this.bundle = bundle;
  }

  void write(ReportPage page) {
    if (bundle.receipt().isEmpty()) {
      return;
    }
    List<CountersignedBy> all = bundle.countersignatures();
    page.section("countersignatures", "Countersignatures");
    if (all.isEmpty()) {
      page.raw("<p>No member&#8217;s own signature over this receipt is in the bundle. The")
          .raw(" receipt is the word of the server alone; the messages are their authors&#8217;.")
          .raw("</p>\n");
    } else {
      table(page, all);
    }
    page.endSection();
  }

  private static void table(ReportPage page, List<CountersignedBy> all) {
    page.raw("<p>These members signed that the receipt agrees with what they had been shown.</p>\n")
        .table("Members&#8217; own signatures", "Member", "When, by their clock", "State");
    boolean cut = false;
    for (CountersignedBy each : all) {
      cut |= !page.within(SHARE);
      if (!cut) {
        page.raw("<tr><th scope=\"row\">").name(each.statement().user()).raw("</th><td>");
        page.time(each.statement().at()).raw("</td><td>");
        if (each.faults().isEmpty()) {
          page.raw("<span class=\"good\">&#10003; verified</span>");
        } else {
          page.raw("<span class=\"bad\">&#10007; failed</span>").list(each.faults());
        }
        page.raw("</td></tr>\n");
      }
    }
    page.endTable();
    if (cut) {
      page.cut("More countersignatures are");
    }
  }
}
