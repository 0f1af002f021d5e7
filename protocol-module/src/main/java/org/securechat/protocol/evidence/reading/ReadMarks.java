package org.securechat.protocol.evidence.reading;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far people say that they have read a room ({@code read/1}, PROTOCOL.md §8.2). Of each, the
 * furthest counts: who says less on another device has not read less. Lines may come in any order
 * and several times. Confined to one thread.
 */
public final class ReadMarks {
  private final Map<String, ReadMark> marks = new HashMap<>();
  private final int most;

  /**
   * How far somebody has read.
   *
   * @param upTo the last line that they had read and verified
   * @param position of the line that says so
   */
  public record ReadMark(String user, long upTo, long position) {}

  /** Of at most so many people; of others nothing is noted. */
  public ReadMarks(int most) {
    this.most = most;
  }

  /** Takes in a statement, which has to hold. */
  public void take(String user, long upTo, long position) {
    ReadMark before = marks.get(user);
    if (before == null ? marks.size() < most : before.upTo() < upTo) {
      marks.put(user, new ReadMark(user, upTo, position));
    }
  }

  /** All, the furthest first, then by name. */
  public List<ReadMark> all() {
    return marks.values().stream()
        .sorted(Comparator.comparingLong(ReadMark::upTo).reversed().thenComparing(ReadMark::user))
        .toList();
  }
}
