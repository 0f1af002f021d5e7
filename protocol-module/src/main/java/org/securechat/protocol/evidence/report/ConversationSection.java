package org.securechat.protocol.evidence.report;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.securechat.protocol.evidence.verify.Examination;
import org.securechat.protocol.evidence.verify.LineState;
import org.securechat.protocol.evidence.verify.RecordLine;

/** The lines as they read, a list for each day. */
final class ConversationSection {
  private static final int SHARE = 75;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);

  private final Examination bundle;
  private final Afterwards afterwards = new Afterwards();
  private String day = "";
  private boolean cut;

  ConversationSection(Examination bundle) {
    this.bundle = bundle;
  }

  void write(ReportPage page) {
    if (bundle.receipt().isEmpty()) {
      return;
    }
    bundle.lines(afterwards::take);
    page.section("conversation", "The conversation")
        .raw("<p class=\"soft\">Each line with its position, the time at which the server took it,")
        .raw(" and its state. Times are UTC.</p>\n");
    bundle.lines(line -> {
      cut |= !page.within(SHARE);
      if (!cut) {
        write(page, line);
      }
    });
    page.raw(day.isEmpty() ? "<p>There is no line.</p>\n" : "</ol>\n");
    if (cut) {
      page.cut("The lines that follow are");
    }
    page.endSection();
  }

  private void write(ReportPage page, RecordLine line) {
    String date = line.line().receivedAt().substring(0, 10);
    if (!date.equals(day)) {
      page.raw(day.isEmpty() ? "" : "</ol>\n")
          .raw("<h3>" + DAY.format(LocalDate.parse(date)) + "</h3>\n<ol class=\"talk\">\n");
      day = date;
    }
    LineState state = line.state();
    String style = LineWords.isTrouble(state) ? " class=\"" + style(state) + "\"" : "";
    String id = "l" + line.position();
    page.raw("<li id=\"" + id + "\"" + style + "><a class=\"at\" href=\"#" + id + "\">")
        .raw(Long.toString(line.position()))
        .raw("</a> <time datetime=\"" + line.line().receivedAt() + "\">")
        .raw(line.line().receivedAt().substring(11, 19))
        .raw(" UTC</time> <span class=\"state\">" + state.words() + "</span>");
    said(page, line);
    later(page, line.position());
    List<String> faults = LineWords.faults(line);
    if (!faults.isEmpty()) {
      page.raw("<div class=\"why\">").list(faults).raw("</div>");
    }
    page.raw("</li>\n");
  }

  private static void said(ReportPage page, RecordLine line) {
    Optional<String> words = LineWords.of(line);
    if (!line.line().isEvent()) {
      page.raw("<b>").name(line.line().sender()).raw("</b>");
      page.text(LineWords.mark(line));
    }
    LineWords.before(line)
        .ifPresent(before -> page.raw(" <span class=\"soft\">").text(before).raw("</span>"));
    if (words.isPresent()) {
      page.raw("<p class=\"note\" dir=\"auto\">").text(words.get()).raw("</p>");
    } else {
      page.raw("<p dir=\"auto\">").text(line.text().orElse("")).raw("</p>");
    }
  }

  /** What was said later about this message, so that nobody takes it for the last word. */
  private void later(ReportPage page, long position) {
    List<String> later = afterwards.about(position);
    if (!later.isEmpty()) {
      page.raw("<p class=\"note\" dir=\"auto\">").text(String.join("; ", later)).raw("</p>");
    }
  }

  private static String style(LineState state) {
    return state == LineState.FAILED ? "bad" : "warn";
  }
}
