package org.securechat.protocol.evidence.report;

import java.util.Locale;
import java.util.Set;

/**
 * Text of other people as HTML: markup is text, and what has no shape, or turns the direction of
 * writing, is shown by its number.
 */
final class VisibleText {
  /** Letters and marks that are blank, though Unicode has no class for that. */
  private static final Set<Integer> BLANK = Set.of(0x034f, 0x115f, 0x1160, 0x3164, 0xffa0);

  private static final int JOINER = 0x200d;
  private static final int NON_JOINER = 0x200c;

  private VisibleText() {}

  /** For the content of an element. */
  static String html(String any) {
    return escaped(any, "<span class=\"hidden\">", "</span>");
  }

  /** For an element that holds no markup. */
  static String plain(String any) {
    return escaped(any, "[", "]");
  }

  private static String escaped(String any, String before, String after) {
    if (any.chars().allMatch(c -> c >= ' ' && c < 0x7f && "&<>\"'".indexOf(c) < 0)) {
      return any;
    }
    StringBuilder escaped = new StringBuilder(any.length() + 16);
    any.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> escaped.append("&amp;");
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '"' -> escaped.append("&quot;");
            case '\'' -> escaped.append("&#39;");
            default -> {
              if (isHidden(c)) {
                escaped.append(before).append(number(c)).append(after);
              } else {
                escaped.appendCodePoint(c);
              }
            }
          }
        });
    return escaped.toString();
  }

  private static String number(int c) {
    return String.format(Locale.ROOT, "U+%04X", c);
  }

  private static boolean isHidden(int c) {
    // Scripts and emoji need the joiners, and they change nothing but shapes.
    if (c == '\n' || c == '\t' || c == JOINER || c == NON_JOINER) {
      return false;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> BLANK.contains(c) || isNoCharacter(c);
    };
  }

  private static boolean isNoCharacter(int c) {
    return (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
  }
}
