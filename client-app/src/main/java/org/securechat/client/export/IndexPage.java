package org.securechat.client.export;

import org.securechat.client.SafeText;
import org.securechat.client.export.ExportIndex.Bundle;
import org.securechat.client.export.ExportIndex.Room;

/**
 * {@code index.html}: an export's index as a page that stands for itself: no script, nothing from
 * elsewhere, well-formed also as XML.
 */
final class IndexPage {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --line: #8886; --bad: #b00020; }
      @media (prefers-color-scheme: dark) { :root { --bad: #ff8a93; } }
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
      h2 { margin-top: 2rem; overflow-wrap: anywhere; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
      dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
      table { border-collapse: collapse; width: 100%; font-size: .875rem; }
      th, td { border-bottom: 1px solid var(--line); padding: .375rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
      code { font-family: ui-monospace, monospace; font-size: .8125rem; overflow-wrap: anywhere; }
      .bad { color: var(--bad); font-weight: 700; }
      @media (max-width: 40rem) { table, tbody, tr, td { display: block; } thead { display: none; } td { border: 0; padding: .125rem 0; } td[data-of]::before { content: attr(data-of) ": "; font-weight: 600; } tr { border-bottom: 1px solid var(--line); padding: .5rem 0; display: block; } }
      @media print { body { margin: 0; font-size: 10pt; } thead { display: table-header-group; } tr { break-inside: avoid; } }
      """;

  private final StringBuilder page = new StringBuilder(16 * 1024);
  private final ExportIndex index;

  private IndexPage(ExportIndex index) {
    this.index = index;
  }

  static String of(ExportIndex index) {
    return new IndexPage(index).page();
  }

  private String page() {
    String title =
        index.person().isEmpty() ? "SecureChat export" : "SecureChat export: " + index.person();
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n")
        .append("<meta http-equiv=\"Content-Security-Policy\"")
        .append(" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
    element("title", title);
    page.append("<style>\n").append(STYLE).append("</style>\n</head>\n<body>\n");
    element("h1", title);
    page.append("<dl>\n");
    fact("Server", index.server());
    fact("Made", index.madeAt() + " by " + index.madeBy());
    fact("Time", index.time());
    fact("Content", index.rooms().size() + " rooms, " + index.bundles() + " bundles");
    fact("To check it", "securechat verify FOLDER --ca CA.pem");
    page.append("</dl>\n");
    element(
        "p",
        "This index proves nothing, because it is not signed. Each bundle proves what is in"
            + " it; “verify” checks them all and holds this index against them.");
    if (!index.person().isEmpty()) {
      element(
          "p",
          "A bundle has all lines of the room in that time, because a proof is about whole rooms;"
              + " the lines of "
              + index.person()
              + " are named.");
    }
    failures();
    index.rooms().forEach(this::room);
    if (!index.withoutLines().isEmpty()) {
      element("h2", "Rooms without a line in that time");
      element("p", String.join(", ", index.withoutLines()));
    }
    return page.append("</body>\n</html>\n").toString();
  }

  private void failures() {
    if (!index.failed().isEmpty()) {
      page.append("<h2 class=\"bad\">Not exported</h2>\n<dl>\n");
      index.failed().forEach(failed -> fact(failed.room(), failed.reason()));
      page.append("</dl>\n");
    }
  }

  private void room(Room room) {
    element("h2", room.room());
    page.append("<dl>\n");
    fact("Id", room.roomId());
    fact("Lines", room.first() + " to " + room.last() + ", " + room.lines() + " in all");
    fact("Received", "from " + room.firstAt() + " to " + room.lastAt());
    page.append("</dl>\n");
    if (room.bundles().size() > 1) {
      element("p", "In several bundles, which continue each other:");
    }
    page.append("<table>\n<thead><tr><th>Bundle</th><th>Lines</th>");
    page.append(index.person().isEmpty() ? "" : "<th>Of " + text(index.person()) + "</th>");
    page.append("<th>SHA-256</th></tr></thead>\n<tbody>\n");
    room.bundles().forEach(this::bundle);
    page.append("</tbody>\n</table>\n");
  }

  private void bundle(Bundle bundle) {
    page.append("<tr><td><a href=\"./").append(text(bundle.file())).append("\">");
    page.append(text(bundle.file())).append("</a></td>");
    cell("Lines", bundle.first() + " to " + bundle.last());
    if (!index.person().isEmpty()) {
      cell(
          "Of " + index.person(),
          bundle.userLines().isEmpty() ? "none" : bundle.userLines().replace(",", ", "));
    }
    page.append("<td data-of=\"SHA-256\"><code>")
        .append(text(bundle.sha256()))
        .append("</code></td></tr>\n");
  }

  /**
   * @param name of the column, for screens that are too narrow for a table
   */
  private void cell(String name, String content) {
    page.append("<td data-of=\"").append(text(name)).append("\">");
    page.append(text(content)).append("</td>");
  }

  private void fact(String name, String value) {
    page.append("<dt>").append(text(name)).append("</dt><dd>");
    page.append(text(value)).append("</dd>\n");
  }

  private void element(String name, String content) {
    page.append('<').append(name).append('>').append(text(content));
    page.append("</").append(name).append(">\n");
  }

  private static String text(String text) {
    return SafeText.line(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
