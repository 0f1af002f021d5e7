package org.securechat.client.reading;

import java.util.regex.Pattern;
import org.securechat.client.SafeText;

/**
 * Text as CommonMark that shows exactly that text: no markup of its own, no HTML, no character that
 * a terminal would obey.
 */
final class MarkdownText {
  /** What means something wherever it stands, in CommonMark and in GitHub's form of it. */
  private static final Pattern ANYWHERE = Pattern.compile("[\\\\`*_{}\\[\\]<>&#|~$^!]");

  /** What means something at the beginning of a line. */
  private static final Pattern AT_BEGINNING = Pattern.compile("^( *)([-+=:])");

  private static final Pattern NUMBERED = Pattern.compile("^( *[0-9]+)([.)])");

  /** A place that would be shown as a link. */
  private static final Pattern LINK = Pattern.compile("(?i)(https?|ftp|mailto|xmpp|www)([:.])");

  private static final Pattern BEGINNING = Pattern.compile("^ +");

  private MarkdownText() {}

  /** Within a line of others. */
  static String inline(String text) {
    return escaped(SafeText.line(text));
  }

  /** As a block quotation, so that it is seen where it begins and where it ends. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder();
    String[] lines = SafeText.of(text).split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      boolean more = i + 1 < lines.length && !lines[i].isBlank() && !lines[i + 1].isBlank();
      // A backslash at its end is a line break within a paragraph.
      quoted.append("> ").append(line(lines[i])).append(more ? "\\" : "").append('\n');
    }
    return quoted.toString();
  }

  private static String line(String text) {
    String escaped = escaped(text);
    escaped = AT_BEGINNING.matcher(escaped).replaceFirst("$1\\\\$2");
    escaped = NUMBERED.matcher(escaped).replaceFirst("$1\\\\$2");
    // Four spaces would make code of it.
    return BEGINNING
        .matcher(escaped)
        .replaceFirst(spaces -> "&nbsp;".repeat(spaces.group().length()));
  }

  private static String escaped(String text) {
    String marked = ANYWHERE.matcher(text).replaceAll("\\\\$0");
    return LINK.matcher(marked).replaceAll("$1\\\\$2");
  }
}
