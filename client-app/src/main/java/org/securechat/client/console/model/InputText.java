package org.securechat.client.console.model;

import java.text.BreakIterator;
import java.util.Locale;

/**
 * What is being typed, with a place in it. Characters are what a reader takes for one: a letter
 * with its marks, an emoji of several parts. At most {@value #MOST} UTF-16 units; what is more is
 * not taken. Confined to one thread.
 */
public final class InputText {
  /** More than a message can have. */
  public static final int MOST = 20_000;

  private final StringBuilder text = new StringBuilder();
  private int cursor;

  /** The text. */
  public String text() {
    return text.toString();
  }

  /** The place in it, as an index. */
  public int cursor() {
    return cursor;
  }

  /** Whether nothing is typed. */
  public boolean isEmpty() {
    return text.isEmpty();
  }

  /** Other text; the place is behind it. */
  public void set(String other) {
    text.setLength(0);
    cursor = 0;
    var _ = insert(other);
  }

  /** Other text and place. */
  public void set(String other, int place) {
    set(other);
    cursor = Math.clamp(place, 0, text.length());
  }

  /**
   * Puts text at the place.
   *
   * @return whether it was taken whole
   */
  public boolean insert(CharSequence more) {
    int room = MOST - text.length();
    int end = Math.min(room, more.length());
    if (end > 0 && end < more.length() && Character.isHighSurrogate(more.charAt(end - 1))) {
      end--;
    }
    text.insert(cursor, more, 0, Math.max(0, end));
    cursor += Math.max(0, end);
    return end >= more.length();
  }

  /** One character back. */
  public void left() {
    cursor = previous(characters());
  }

  /** One character on. */
  public void right() {
    cursor = next(characters());
  }

  /** To the beginning of the word. */
  public void wordLeft() {
    cursor = wordStart();
  }

  /** Behind the end of the word. */
  public void wordRight() {
    int end = cursor;
    while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    cursor = end;
  }

  /** To the beginning of the line. */
  public void home() {
    cursor = text.lastIndexOf("\n", cursor - 1) + 1;
  }

  /** Behind the end of the line. */
  public void end() {
    int next = text.indexOf("\n", cursor);
    cursor = next < 0 ? text.length() : next;
  }

  /**
   * One line up, as far as the text's own lines go.
   *
   * @return false in the first one
   */
  public boolean up() {
    int start = text.lastIndexOf("\n", cursor - 1) + 1;
    if (start == 0) {
      return false;
    }
    int column = cursor - start;
    int before = text.lastIndexOf("\n", start - 2) + 1;
    cursor = whole(Math.min(before + column, start - 1));
    return true;
  }

  /**
   * One line down.
   *
   * @return false in the last one
   */
  public boolean down() {
    int next = text.indexOf("\n", cursor);
    if (next < 0) {
      return false;
    }
    int column = cursor - (text.lastIndexOf("\n", cursor - 1) + 1);
    int end = text.indexOf("\n", next + 1);
    cursor = whole(Math.min(next + 1 + column, end < 0 ? text.length() : end));
    return true;
  }

  /** Never inside a character. */
  private int whole(int place) {
    BreakIterator characters = characters();
    if (place >= text.length() || characters.isBoundary(place)) {
      return place;
    }
    return characters.preceding(place);
  }

  /** Takes the character before the place away. */
  public void backspace() {
    int start = previous(characters());
    delete(start, cursor);
  }

  /** Takes the character at the place away. */
  public void delete() {
    delete(cursor, next(characters()));
  }

  /** Takes the word before the place away. */
  public void deleteWord() {
    delete(wordStart(), cursor);
  }

  /** Takes everything before the place away, in its line. */
  public void deleteToStart() {
    delete(text.lastIndexOf("\n", cursor - 1) + 1, cursor);
  }

  /** Takes everything behind the place away, in its line. */
  public void deleteToEnd() {
    int next = text.indexOf("\n", cursor);
    int end = next < 0 ? text.length() : next;
    // At the end of a line, the line break itself.
    delete(cursor, end == cursor && next >= 0 ? end + 1 : end);
  }

  private void delete(int start, int end) {
    text.delete(start, end);
    cursor = start;
  }

  private int wordStart() {
    int start = cursor;
    while (start > 0 && Character.isWhitespace(text.charAt(start - 1))) {
      start--;
    }
    while (start > 0 && !Character.isWhitespace(text.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  private BreakIterator characters() {
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(text.toString());
    return characters;
  }

  private int previous(BreakIterator characters) {
    return cursor == 0 ? 0 : characters.preceding(cursor);
  }

  private int next(BreakIterator characters) {
    return cursor >= text.length() ? text.length() : characters.following(cursor);
  }
}
