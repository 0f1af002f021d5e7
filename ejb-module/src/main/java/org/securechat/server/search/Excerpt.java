package org.securechat.server.search;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.securechat.server.search.Wording.Mark;

/**
 * As much of a message as an answer shows.
 *
 * @param text what was said, from the offset on
 * @param offset how much of the message was left out before it, in UTF-16 code units as all numbers
 *     here
 * @param length of the whole message
 * @param marks where the words are in the text, by their places; those that are not in it are left
 *     out
 */
public record Excerpt(String text, int offset, int length, List<Mark> marks) {
  /** Most that is shown of a message. */
  public static final int MAX_LENGTH = 500;

  /** What stays before the first word, so that it can be understood. */
  private static final int BEFORE = 100;

  public Excerpt {
    marks = List.copyOf(marks);
  }

  /**
   * What is shown of a message.
   *
   * @param wording to mark, if there is any
   * @return empty if the words are not in it
   */
  static Optional<Excerpt> of(String text, Optional<Wording> wording) {
    if (wording.isEmpty()) {
      return Optional.of(cut(text, List.of()));
    }
    List<Mark> folded = wording.get().in(Folding.fold(text));
    if (folded.isEmpty()) {
      return Optional.empty();
    }
    int[] places = Folding.places(text);
    return Optional.of(
        cut(
            text,
            folded.stream()
                .map(mark -> place(mark, places))
                .sorted(Comparator.comparingInt(Mark::start))
                .toList()));
  }

  private static Mark place(Mark folded, int[] places) {
    int start = places[folded.start()];
    int end = folded.start() + folded.length();
    // Several characters of the folded text can come from one.
    while (end < places.length - 1 && places[end] == places[end - 1]) {
      end++;
    }
    return new Mark(start, places[end] - start);
  }

  private static Excerpt cut(String text, List<Mark> marks) {
    if (text.length() <= MAX_LENGTH) {
      return new Excerpt(text, 0, text.length(), marks);
    }
    int first = marks.isEmpty() ? 0 : marks.get(0).start();
    int from = whole(text, Math.clamp(first - BEFORE, 0, text.length() - MAX_LENGTH));
    int to = whole(text, Math.min(from + MAX_LENGTH, text.length()));
    return new Excerpt(
        text.substring(from, to),
        from,
        text.length(),
        marks.stream()
            .filter(mark -> mark.start() < to)
            .map(mark -> new Mark(mark.start() - from, Math.min(mark.length(), to - mark.start())))
            .toList());
  }

  /** Not between the two halves of one character. */
  private static int whole(String text, int place) {
    boolean between =
        place > 0
            && place < text.length()
            && Character.isLowSurrogate(text.charAt(place))
            && Character.isHighSurrogate(text.charAt(place - 1));
    return between ? place - 1 : place;
  }

  /** Without what was said, which belongs in no log. */
  @Override
  public String toString() {
    return "Excerpt[" + text.length() + " of " + length + "]";
  }
}
