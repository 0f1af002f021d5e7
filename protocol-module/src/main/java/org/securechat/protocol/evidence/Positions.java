package org.securechat.protocol.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some lines of a transcript, as an {@code erased} event and a receipt name them: {@code 17},
 * {@code 3-57} or {@code 3,5-9,12}. One set of lines has one text: ranges rise, have at least two
 * positions, and neither touch nor overlap. Immutable.
 */
public final class Positions {
  /** Most characters in an event: it has to fit into a payload with room to spare. */
  public static final int MAX_LENGTH = 4_000;

  private static final Pattern RANGE =
      Pattern.compile("([1-9][0-9]{0,15})(?:-([1-9][0-9]{0,15}))?");

  private final List<Range> ranges;
  private final String text;

  private Positions(List<Range> ranges) {
    this.ranges = List.copyOf(ranges);
    StringBuilder joined = new StringBuilder();
    ranges.forEach(range -> joined.append(joined.isEmpty() ? "" : ",").append(range.text()));
    this.text = joined.toString();
  }

  /**
   * All positions from first to last.
   *
   * @throws IllegalArgumentException unless 1 &le; first &le; last &le; the greatest position
   */
  public static Positions range(long first, long last) {
    return new Positions(List.of(new Range(first, last)));
  }

  /**
   * As many of these as the text can name, from the first on.
   *
   * @param rising not empty; each greater than the one before
   * @throws IllegalArgumentException if they are not
   */
  public static Positions fitting(List<Long> rising) {
    return fitting(rising, MAX_LENGTH);
  }

  /** As above, with another limit to the characters. */
  static Positions fitting(List<Long> rising, int maxLength) {
    List<Range> ranges = new ArrayList<>();
    int length = 0;
    for (long position : rising) {
      Range last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
      if (last != null && position <= last.last()) {
        throw new IllegalArgumentException("positions do not rise");
      }
      Range next = new Range(position, position);
      if (last != null && position == last.last() + 1) {
        ranges.remove(ranges.size() - 1);
        length -= last.text().length() + 1;
        next = new Range(last.first(), position);
      }
      length += next.text().length() + 1;
      if (length > maxLength) {
        if (next.first() != position) {
          ranges.add(last);
        }
        break;
      }
      ranges.add(next);
    }
    if (ranges.isEmpty()) {
      throw new IllegalArgumentException("no position");
    }
    return new Positions(ranges);
  }

  /**
   * Reads the text.
   *
   * @throws EvidenceException for every text that {@link #toString} does not return
   */
  public static Positions parse(String text) throws EvidenceException {
    return parse(text, MAX_LENGTH);
  }

  /** As above, with another limit to the characters. */
  static Positions parse(String text, int maxLength) throws EvidenceException {
    if (text.isEmpty() || text.length() > maxLength) {
      throw new EvidenceException("positions are empty or too many");
    }
    List<Range> ranges = new ArrayList<>();
    long before = -1;
    for (String part : text.split(",", -1)) {
      Range range = parseRange(part);
      if (range.first() <= before + 1) {
        throw new EvidenceException("positions do not rise, or touch");
      }
      before = range.last();
      ranges.add(range);
    }
    return new Positions(ranges);
  }

  private static Range parseRange(String part) throws EvidenceException {
    Matcher range = RANGE.matcher(part);
    if (!range.matches()) {
      throw new EvidenceException("no position");
    }
    long first = Long.parseLong(range.group(1));
    long last = range.group(2) == null ? first : Long.parseLong(range.group(2));
    if (last > TranscriptLine.MAX_POSITION || (range.group(2) != null && last <= first)) {
      throw new EvidenceException("no range of positions");
    }
    return new Range(first, last);
  }

  public boolean contains(long position) {
    int low = 0;
    int high = ranges.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Range range = ranges.get(middle);
      if (range.contains(position)) {
        return true;
      }
      if (range.last() < position) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return false;
  }

  /** In rising order. */
  public List<Range> ranges() {
    return ranges;
  }

  /** The greatest position. */
  public long last() {
    return ranges.get(ranges.size() - 1).last();
  }

  /** The one text for these positions. */
  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Positions that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Positions in a row, both ends included. */
  public record Range(long first, long last) {
    public Range {
      if (first < 1 || last < first || last > TranscriptLine.MAX_POSITION) {
        throw new IllegalArgumentException("no range of positions");
      }
    }

    boolean contains(long position) {
      return position >= first && position <= last;
    }

    private String text() {
      return first == last ? Long.toString(first) : first + "-" + last;
    }
  }
}
