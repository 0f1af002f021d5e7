package org.securechat.client.console.screen;

import java.text.BreakIterator;
import java.util.Locale;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;
import org.jline.utils.AttributedString;
import org.jline.utils.WCWidth;

/**
 * How many columns text takes on a terminal, character by character as a reader sees them.
 * Immutable.
 *
 * @param clusters whether the terminal draws an emoji of several parts as one
 */
public record Widths(boolean clusters) {

  /** The columns of a text. */
  int of(CharSequence text) {
    int columns = 0;
    int start = 0;
    for (PrimitiveIterator.OfInt ends = ends(text).iterator(); ends.hasNext(); ) {
      int end = ends.nextInt();
      columns += of(text, start, end);
      start = end;
    }
    return columns;
  }

  /** The columns of one character. */
  int of(CharSequence text, int start, int end) {
    if (end == start + 1) {
      return Math.max(0, WCWidth.wcwidth(text.charAt(start)));
    }
    if (clusters) {
      return Math.max(0, WCWidth.wcwidthForGraphemeCluster(text, start));
    }
    int columns = 0;
    for (int i = start; i < end; ) {
      int c = Character.codePointAt(text, i);
      columns += Math.max(0, WCWidth.wcwidth(c));
      i += Character.charCount(c);
    }
    return columns;
  }

  /** Where each character ends. */
  IntStream ends(CharSequence text) {
    int length = text.length();
    if (IntStream.range(0, length).allMatch(i -> text.charAt(i) < 0x300)) {
      return IntStream.rangeClosed(1, length);
    }
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(text.toString());
    return IntStream.iterate(
        characters.next(), end -> end != BreakIterator.DONE, _ -> characters.next());
  }

  /** The beginning of a text that fits, with a mark if that is not all. */
  AttributedString cut(AttributedString text, int columns) {
    if (of(text) <= columns) {
      return text;
    }
    int used = 0;
    int start = 0;
    for (PrimitiveIterator.OfInt ends = ends(text).iterator(); ends.hasNext(); ) {
      int end = ends.nextInt();
      int width = of(text, start, end);
      if (used + width > columns - 1) {
        break;
      }
      used += width;
      start = end;
    }
    AttributedString begun = text.subSequence(0, start);
    return columns < 1
        ? AttributedString.EMPTY
        : AttributedString.join(AttributedString.EMPTY, begun, new AttributedString("…"));
  }

  /** The text with spaces behind it up to that width; cut if it is longer. */
  AttributedString fitted(AttributedString text, int columns) {
    AttributedString whole = cut(text, columns);
    int missing = Math.max(0, columns - of(whole));
    return AttributedString.join(
        AttributedString.EMPTY, whole, new AttributedString(" ".repeat(missing)));
  }
}
