package org.securechat.protocol.evidence.report;

import java.util.HashSet;
import java.util.Set;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.verify.CountersignedBy;
import org.securechat.protocol.evidence.verify.Examination;
import org.securechat.protocol.evidence.verify.RecordLine;
import org.securechat.protocol.evidence.verify.Said;

/** What happened when: each event, and of each stretch of messages within a day their number. */
final class TimelineSection {
  private static final int SHARE = 35;

  private final Examination bundle;

  TimelineSection(Examination bundle) {
    this.bundle = bundle;
  }

  void write(ReportPage page) {
    bundle.receipt().ifPresent(receipt -> write(page, receipt));
  }

  private void write(ReportPage page, Receipt receipt) {
    page.section("timeline", "Timeline").table("What happened, in UTC", "When", "What", "Where");
    Stretch stretch = new Stretch(page);
    bundle.lines(stretch::take);
    stretch.end();
    row(page, receipt.issuedAt(), "the receipt was issued", "receipt.json");
    for (CountersignedBy each : bundle.countersignatures()) {
      if (each.faults().isEmpty() && page.within(SHARE)) {
        String user = each.statement().user();
        row(page, each.statement().at(), user + " countersigned", "by their own clock");
      }
    }
    page.endTable();
    if (stretch.cut) {
      page.cut("More of the timeline is");
    }
    page.endSection();
  }

  private static void row(ReportPage page, String time, String what, String where) {
    page.raw("<tr><td>").time(time).raw("</td><td>").text(what).raw("</td><td>").text(where);
    page.raw("</td></tr>\n");
  }

  /** Lines of one day that are told by their number. */
  private static final class Stretch {
    private final ReportPage page;
    private final Set<String> senders = new HashSet<>();
    private RecordLine first;
    private long last;
    private long count;
    private boolean cut;

    Stretch(ReportPage page) {
      this.page = page;
    }

    void take(RecordLine line) {
      if (line.said() instanceof Said.Happened || line.said() instanceof Said.Decided) {
        end();
        row(line, LineWords.of(line).orElse(""), line.position());
        return;
      }
      if (first != null && !day(first).equals(day(line))) {
        end();
      }
      first = first == null ? line : first;
      last = line.position();
      count++;
      senders.add(line.line().sender());
    }

    void end() {
      if (first != null) {
        String by = first.line().isEvent() ? "" : " from " + people(senders.size());
        row(first, count + (count == 1 ? " message" : " messages") + by, last);
      }
      first = null;
      count = 0;
      senders.clear();
    }

    private static String people(int number) {
      return number == 1 ? "one person" : number + " people";
    }

    private static String day(RecordLine line) {
      return line.line().receivedAt().substring(0, 10);
    }

    private void row(RecordLine from, String what, long to) {
      cut |= !page.within(SHARE);
      if (cut) {
        return;
      }
      page.raw("<tr><td>").time(from.line().receivedAt()).raw("</td><td>").text(what);
      page.raw("</td><td>").line(from.position());
      if (to != from.position()) {
        page.raw(" to ").line(to);
      }
      page.raw("</td></tr>\n");
    }
  }
}
