package org.securechat.client.console.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;
import org.jline.utils.AttributedString;

/** Breaks text into rows: between words where that can be, never inside a character. */
final class Wrap {
  private final AttributedString text;
  private final int width;
  private final Widths widths;
  private final List<AttributedString> rows = new ArrayList<>();
  private int start;
  private int column;

  /** Behind which character of the present row it can be broken; {@link #start} for none. */
  private int breakAt;

  private Wrap(AttributedString text, int width, Widths widths) {
    this.text = text;
    this.width = Math.max(1, width);
    this.widths = widths;
  }

  /** The rows of a text, whose own line ends hold; at least one. */
  static List<AttributedString> rows(AttributedString text, int width, Widths widths) {
    Wrap wrap = new Wrap(text, width, widths);
    wrap.run();
    return wrap.rows;
  }

  /**
   * The rows of a text behind something; the later ones begin below its end, or further left where
   * it is narrow. What somebody writes can never begin a row.
   */
  static List<AttributedString> behind(
      AttributedString head, AttributedString text, int width, Widths widths) {
    int indent = Math.min(widths.of(head), Math.max(2, width / 4));
    // The first row has less room than the others: a shorter one begins the text.
    List<AttributedString> made = new ArrayList<>();
    AttributedString whole = AttributedString.join(AttributedString.EMPTY, head, text);
    AttributedString first = rows(whole, width, widths).getFirst();
    if (first.length() < head.length()) {
      // Not even what is in front fits.
      made.addAll(rows(head, width, widths));
      made.addAll(indented(rows(text, width - indent, widths), indent));
      return made;
    }
    made.add(first);
    int done = first.length();
    while (done < whole.length() && whole.charAt(done) == ' ') {
      done++;
    }
    if (done < whole.length() && whole.charAt(done) == '\n') {
      done++;
    } else if (done >= whole.length()) {
      return made;
    }
    made.addAll(
        indented(rows(whole.subSequence(done, whole.length()), width - indent, widths), indent));
    return made;
  }

  /** Rows further to the right. */
  static List<AttributedString> indented(List<AttributedString> rows, int indent) {
    AttributedString space = new AttributedString(" ".repeat(indent));
    return rows.stream()
        .map(row -> AttributedString.join(AttributedString.EMPTY, space, row))
        .toList();
  }

  private void run() {
    int from = 0;
    for (PrimitiveIterator.OfInt ends = widths.ends(text).iterator(); ends.hasNext(); ) {
      int end = ends.nextInt();
      take(from, end);
      from = end;
    }
    rows.add(text.subSequence(start, text.length()));
  }

  private void take(int from, int end) {
    char c = text.charAt(from);
    if (c == '\n') {
      rows.add(text.subSequence(start, from));
      begin(end, 0);
      return;
    }
    int columns = widths.of(text, from, end);
    boolean wide = columns > 1;
    if (wide && from > start) {
      breakAt = from;
    }
    if (column + columns > width && from > start) {
      if (c == ' ') {
        rows.add(text.subSequence(start, trimmed(from)));
        begin(end, 0);
        return;
      }
      breakBefore(from);
    }
    column += columns;
    if (c == ' ' || wide) {
      breakAt = end;
    }
  }

  private void breakBefore(int from) {
    int place = breakAt > start ? breakAt : from;
    rows.add(text.subSequence(start, trimmed(place)));
    begin(place, widths.of(text.subSequence(place, from)));
  }

  /** Without the spaces at the end of a row. */
  private int trimmed(int place) {
    int end = place;
    while (end > start && text.charAt(end - 1) == ' ') {
      end--;
    }
    return end;
  }

  private void begin(int at, int used) {
    start = at;
    column = used;
    breakAt = at;
  }
}
