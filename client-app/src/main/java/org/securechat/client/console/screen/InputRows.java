package org.securechat.client.console.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;
import org.jline.utils.AttributedString;
import org.securechat.client.SafeText;
import org.securechat.client.console.model.InputText;

/** What is being typed, in rows of the screen, with the place of the cursor. Immutable. */
record InputRows(List<AttributedString> rows, int cursorRow, int cursorColumn) {
  private static final String PROMPT = "> ";
  private static final String FURTHER = "  ";

  /**
   * The rows of an input.
   *
   * @param most rows that are shown, around the cursor
   */
  static InputRows of(InputText input, int width, int most, Widths widths) {
    String text = SafeText.of(input.text());
    int cursor = SafeText.of(input.text().substring(0, input.cursor())).length();
    // One column stays free: the cursor can be behind the last character.
    int room = Math.max(1, width - PROMPT.length() - 1);
    List<AttributedString> rows = new ArrayList<>();
    int start = 0;
    int column = 0;
    int cursorRow = 0;
    int cursorColumn = 0;
    int from = 0;
    for (PrimitiveIterator.OfInt ends = widths.ends(text).iterator(); ends.hasNext(); ) {
      int end = ends.nextInt();
      boolean line = text.charAt(from) == '\n';
      int columns = line ? 0 : widths.of(text, from, end);
      if (!line && column + columns > room && from > start) {
        rows.add(row(rows.size(), text.substring(start, from)));
        start = from;
        column = 0;
      }
      if (cursor >= from && cursor < end) {
        cursorRow = rows.size();
        cursorColumn = column;
      }
      column += columns;
      if (line) {
        rows.add(row(rows.size(), text.substring(start, from)));
        start = end;
        column = 0;
      }
      from = end;
    }
    if (cursor >= text.length()) {
      cursorRow = rows.size();
      cursorColumn = column;
    }
    rows.add(row(rows.size(), text.substring(start)));
    int shown = Math.min(most, rows.size());
    int first = Math.clamp(cursorRow - shown + 1L, 0, rows.size() - shown);
    return new InputRows(
        List.copyOf(rows.subList(first, first + shown)),
        cursorRow - first,
        Math.min(PROMPT.length() + cursorColumn, Math.max(0, width - 1)));
  }

  private static AttributedString row(int number, String text) {
    return new AttributedString((number == 0 ? PROMPT : FURTHER) + text);
  }
}
