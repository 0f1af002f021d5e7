package org.securechat.protocol.evidence.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;

/**
 * A page that goes out as it is written. Markup and text have different doors; what a bundle says
 * goes through {@link #text} and {@link #name} alone.
 */
final class ReportPage {
  private final OutputStream out;
  private final long limit;
  private long written;

  ReportPage(OutputStream out, long limit) {
    this.out = out;
    this.limit = limit;
  }

  /** Markup of this program's own. */
  ReportPage raw(String markup) {
    byte[] bytes = markup.getBytes(StandardCharsets.UTF_8);
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    written += bytes.length;
    return this;
  }

  /** Anything, as text and nothing else. */
  ReportPage text(String any) {
    return raw(VisibleText.html(any));
  }

  /** A name, whose direction of writing stays its own. */
  ReportPage name(String any) {
    return raw("<bdi>").text(any).raw("</bdi>");
  }

  ReportPage number(long number) {
    return raw(String.format(Locale.ROOT, "%,d", number));
  }

  /** A hash or another text for machines. */
  ReportPage code(String any) {
    return raw("<code>").text(any).raw("</code>");
  }

  /** A link to a line on this page. */
  ReportPage line(long position) {
    return raw("<a href=\"#l" + position + "\">line ").number(position).raw("</a>");
  }

  /** A point in time of the form of {@link org.securechat.protocol.evidence.Timestamps}. */
  ReportPage time(String timestamp) {
    String shown = timestamp.substring(0, 10) + " " + timestamp.substring(11, 19) + " UTC";
    return raw("<time datetime=\"" + timestamp + "\">" + shown + "</time>");
  }

  /** The beginning of a part of the page. */
  ReportPage section(String id, String heading) {
    return raw("<section aria-labelledby=\"" + id + "\">\n<h2 id=\"" + id + "\">")
        .raw(heading)
        .raw("</h2>\n");
  }

  ReportPage endSection() {
    return raw("</section>\n");
  }

  /** The beginning of a table, with its header cells; its rows are stacked on a phone. */
  ReportPage table(String caption, String... columns) {
    return table("rows", caption, columns);
  }

  /** As above, of numbers, which stay in columns. */
  ReportPage sums(String caption, String... columns) {
    return table("sums", caption, columns);
  }

  private ReportPage table(String style, String caption, String... columns) {
    raw("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"" + caption + "\">\n");
    raw("<table class=\"" + style + "\">\n<caption>" + caption + "</caption>\n<thead><tr>");
    for (String column : columns) {
      raw("<th scope=\"col\">" + column + "</th>");
    }
    return raw("</tr></thead>\n<tbody>\n");
  }

  ReportPage endTable() {
    return raw("</tbody>\n</table>\n</div>\n");
  }

  /** A list of sentences; nothing for none. */
  ReportPage list(Collection<String> sentences) {
    if (!sentences.isEmpty()) {
      raw("<ul>");
      sentences.forEach(sentence -> raw("<li>").text(sentence).raw("</li>"));
      raw("</ul>");
    }
    return this;
  }

  /** Whether the page is not longer than this share of what it may be. */
  boolean within(int percent) {
    return limit == Long.MAX_VALUE || written < limit / 100 * percent;
  }

  /** Says that something was left out for length. */
  ReportPage cut(String what) {
    return raw("<p class=\"cut\">")
        .raw(what)
        .raw(
            " left out here for length. <code>securechat verify BUNDLE --report FILE.html</code>"
                + " shows all.</p>\n");
  }
}
