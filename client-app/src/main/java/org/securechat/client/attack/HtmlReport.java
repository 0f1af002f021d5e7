package org.securechat.client.attack;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.securechat.client.SafeText;
import org.securechat.client.attack.scenario.Outcome;
import org.securechat.client.attack.scenario.Outcome.Verdict;
import org.securechat.client.attack.scenario.Scenario;

/**
 * A run of attacks as a page that stands for itself: no script, nothing from elsewhere, well-formed
 * also as XML. Immutable.
 *
 * @param server which server was attacked, as it was named
 * @param certificateSha256 of the certificate that the server has shown and proved, in hex
 * @param as the account or certificate from which the attacks started
 * @param protocol of the attacks
 * @param program that has made them, with its version
 * @param begun when the first began
 * @param ended when the last ended
 * @param outcomes in the order of the run
 */
public record HtmlReport(
    String server,
    Optional<String> certificateSha256,
    String as,
    String protocol,
    String program,
    Instant begun,
    Instant ended,
    List<Outcome> outcomes) {

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --line: #8886; --bad: #b00020; --good: #0a6b2d; }
      @media (prefers-color-scheme: dark) { :root { --bad: #ff8a93; --good: #7ddb9b; } }
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
      dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
      .scroll { overflow-x: auto; }
      table { border-collapse: collapse; width: 100%; font-size: .875rem; }
      caption { text-align: left; font-weight: 600; padding: .5rem 0; }
      th, td { border-bottom: 1px solid var(--line); padding: .375rem .5rem; text-align: left; vertical-align: top; }
      td ul { margin: 0; padding-left: 1rem; } td.time { text-align: right; white-space: nowrap; }
      tbody th { font-family: ui-monospace, monospace; font-weight: 400; }
      .good { color: var(--good); } .bad { color: var(--bad); font-weight: 700; }
      @media print { body { margin: 0; font-size: 10pt; } thead { display: table-header-group; } tr { break-inside: avoid; } }
      """;

  /** Copies the list. */
  public HtmlReport {
    outcomes = List.copyOf(outcomes);
  }

  /** The page. Nothing that the server has said is more than text in it. */
  public String page() {
    StringBuilder page = new StringBuilder(64 * 1024);
    String title = "Attacks on " + server;
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n")
        .append("<meta http-equiv=\"Content-Security-Policy\"")
        .append(" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n")
        .append("<title>")
        .append(text(title))
        .append("</title>\n<style>\n")
        .append(STYLE)
        .append("</style>\n</head>\n<body>\n<h1>")
        .append(text(title))
        .append("</h1>\n");
    summary(page);
    facts(page);
    List<Outcome> failed = outcomes.stream().filter(outcome -> !outcome.holds()).toList();
    if (!failed.isEmpty()) {
      table(page, "Not refused as expected", failed);
    }
    table(page, "All attacks, in the order in which they were made", outcomes);
    return page.append("</body>\n</html>\n").toString();
  }

  private void summary(StringBuilder page) {
    long skipped = count(Verdict.SKIPPED);
    boolean good = AttackReport.holds(outcomes);
    page.append("<p class=\"")
        .append(good ? "good" : "bad")
        .append("\">")
        .append(good ? "&#10003; " : "&#10007; ")
        .append(count(Verdict.REFUSED))
        .append(" of ")
        .append(outcomes.size() - skipped)
        .append(" attacks were refused as expected")
        .append(skipped == 0 ? "" : "; " + skipped + " were left out")
        .append(".</p>\n");
  }

  private long count(Verdict verdict) {
    return outcomes.stream().filter(outcome -> outcome.verdict() == verdict).count();
  }

  private void facts(StringBuilder page) {
    page.append("<dl>\n");
    fact(page, "Server", server);
    certificateSha256.ifPresent(sha256 -> fact(page, "Its certificate, SHA-256", sha256));
    fact(page, "Attacked as", as);
    fact(page, "Protocol", protocol);
    fact(page, "Begun", begun.truncatedTo(ChronoUnit.SECONDS).toString());
    fact(page, "Ended", ended.truncatedTo(ChronoUnit.SECONDS).toString());
    fact(page, "Made with", program);
    page.append("</dl>\n");
  }

  private static void fact(StringBuilder page, String name, String value) {
    page.append("<dt>")
        .append(text(name))
        .append("</dt><dd>")
        .append(text(value))
        .append("</dd>\n");
  }

  private static void table(StringBuilder page, String caption, List<Outcome> outcomes) {
    page.append("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"")
        .append(text(caption))
        .append("\">\n<table>\n<caption>")
        .append(text(caption))
        .append("</caption>\n<thead><tr>");
    for (String column : List.of("Attack", "What", "Sent", "Expected", "Got", "Verdict", "Time")) {
      page.append("<th scope=\"col\">").append(column).append("</th>");
    }
    page.append("</tr></thead>\n<tbody>\n");
    outcomes.forEach(outcome -> row(page, outcome));
    page.append("</tbody>\n</table>\n</div>\n");
  }

  private static void row(StringBuilder page, Outcome outcome) {
    Scenario scenario = outcome.scenario();
    page.append("<tr><th scope=\"row\">").append(text(scenario.id())).append("</th>");
    cell(page, scenario.does());
    page.append("<td>");
    if (!outcome.sent().isEmpty()) {
      page.append("<ul>");
      outcome.sent().forEach(sent -> page.append("<li>").append(text(sent)).append("</li>"));
      page.append("</ul>");
    }
    page.append("</td>");
    cell(page, scenario.expected().toString());
    cell(page, outcome.got());
    page.append("<td class=\"")
        .append(style(outcome.verdict()))
        .append("\">")
        .append(name(outcome.verdict()))
        .append("</td><td class=\"time\">")
        .append(millis(outcome.took()))
        .append("</td></tr>\n");
  }

  private static void cell(StringBuilder page, String content) {
    page.append("<td>").append(text(content)).append("</td>");
  }

  private static String style(Verdict verdict) {
    return switch (verdict) {
      case REFUSED -> "good";
      case SKIPPED -> "none";
      default -> "bad";
    };
  }

  private static String name(Verdict verdict) {
    return switch (verdict) {
      case REFUSED -> "refused";
      case SKIPPED -> "left out";
      case UNDECIDED -> "UNCLEAR";
      default -> "NOT REFUSED";
    };
  }

  private static String millis(Duration took) {
    return String.format(Locale.ROOT, "%,d ms", took.toMillis());
  }

  private static String text(String any) {
    StringBuilder escaped = new StringBuilder(any.length() + 16);
    SafeText.line(any).codePoints().forEach(c -> escape(escaped, c));
    return escaped.toString();
  }

  private static void escape(StringBuilder escaped, int c) {
    switch (c) {
      case '&' -> escaped.append("&amp;");
      case '<' -> escaped.append("&lt;");
      case '>' -> escaped.append("&gt;");
      case '"' -> escaped.append("&quot;");
      case '\'' -> escaped.append("&#39;");
      default -> escaped.appendCodePoint(isCharacter(c) ? c : 0xfffd);
    }
  }

  /** Whether XML (1.0, §2.2) can have it. */
  private static boolean isCharacter(int c) {
    return (c >= 0x20 && c <= 0xd7ff) || (c >= 0xe000 && c <= 0xfffd) || c >= 0x10000;
  }
}
