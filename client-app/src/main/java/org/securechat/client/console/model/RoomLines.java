package org.securechat.client.console.model;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.securechat.client.session.RoomMessage;

/**
 * A part of a room's lines without a gap, at most {@value #MOST}; what is before it and behind it
 * is in the client's archive. A line that contradicts another one of the same number stands beside
 * it. Confined to one thread.
 */
public final class RoomLines {
  /** Lines of one room in memory. */
  public static final int MOST = 2_000;

  private static final int MOST_DISPUTED = 100;

  private final NavigableMap<Long, RoomMessage> lines = new TreeMap<>();
  private final NavigableMap<Long, List<RoomMessage>> disputed = new TreeMap<>();

  /** The highest number heard of. */
  private long tail;

  /** Takes in a line that was just heard. */
  public void heard(RoomMessage line) {
    long position = line.position();
    if (lines.containsKey(position)) {
      settle(line);
    } else if (lines.isEmpty() || position == lines.lastKey() + 1) {
      lines.put(position, line);
      forgetFirst();
    } else if (position > lines.lastKey() && isAtEnd() && line.verified()) {
      // Lines are missing here; they are fetched when somebody scrolls there.
      clear();
      lines.put(position, line);
    } else if (!line.verified()) {
      dispute(line);
    }
    if (line.verified()) {
      tail = Math.max(tail, position);
    }
  }

  /** Takes in lines from the archive, in their order. What they do not adjoin is forgotten. */
  public void fetched(List<RoomMessage> page) {
    if (page.isEmpty()) {
      return;
    }
    long first = page.getFirst().position();
    long last = page.getLast().position();
    tail = Math.max(tail, last);
    boolean before = !lines.isEmpty() && first < lines.firstKey();
    if (!lines.isEmpty() && (last + 1 < lines.firstKey() || first > lines.lastKey() + 1)) {
      clear();
    }
    for (RoomMessage line : page) {
      if (lines.containsKey(line.position())) {
        settle(line);
      } else {
        lines.put(line.position(), line);
      }
    }
    if (before) {
      while (lines.size() > MOST) {
        disputed.remove(lines.pollLastEntry().getKey());
      }
    }
    forgetFirst();
  }

  private void forgetFirst() {
    while (lines.size() > MOST) {
      disputed.remove(lines.pollFirstEntry().getKey());
    }
  }

  private void clear() {
    lines.clear();
    disputed.clear();
  }

  /** The same line, perhaps with another verdict by now, or one that contradicts it. */
  private void settle(RoomMessage line) {
    RoomMessage known = lines.get(line.position());
    if (isSame(known, line)) {
      lines.put(line.position(), line);
    } else if (line.verified() && !known.verified()) {
      lines.put(line.position(), line);
      dispute(known);
    } else {
      dispute(line);
    }
  }

  private void dispute(RoomMessage line) {
    List<RoomMessage> there = disputed.getOrDefault(line.position(), List.of());
    if (there.size() >= MOST_DISPUTED || there.stream().anyMatch(one -> isSame(one, line))) {
      return;
    }
    disputed.put(line.position(), Stream.concat(there.stream(), Stream.of(line)).toList());
    while (disputed.size() > MOST_DISPUTED) {
      disputed.pollFirstEntry();
    }
  }

  private static boolean isSame(RoomMessage one, RoomMessage other) {
    return one.position() == other.position()
        && one.receivedAt().equals(other.receivedAt())
        && one.sender().equals(other.sender())
        && one.body().equals(other.body());
  }

  /** The line of a number, if it is here. */
  public Optional<RoomMessage> at(long position) {
    return Optional.ofNullable(lines.get(position));
  }

  /** Lines that contradict the one of that number, or that had no place where it is. */
  public List<RoomMessage> disputedFrom(long position) {
    Long next = lines.higherKey(position);
    return disputed
        .subMap(position, true, next == null ? Long.MAX_VALUE : next, false)
        .values()
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  /** Whether there is no line here. */
  public boolean isEmpty() {
    return lines.isEmpty();
  }

  /** How many are here. */
  public int size() {
    return lines.size();
  }

  /** The first number here; 0 if there is none. */
  public long first() {
    return lines.isEmpty() ? 0 : lines.firstKey();
  }

  /** The last number here; 0 if there is none. */
  public long last() {
    return lines.isEmpty() ? 0 : lines.lastKey();
  }

  /** The highest number heard of. */
  public long tail() {
    return tail;
  }

  /** Whether nothing is known that comes behind these. */
  public boolean isAtEnd() {
    return last() >= tail;
  }

  /** The number before that one, if it is here. */
  public Optional<Long> before(long position) {
    return Optional.ofNullable(lines.lowerKey(position));
  }

  /** The number behind that one, if it is here. */
  public Optional<Long> after(long position) {
    return Optional.ofNullable(lines.higherKey(position));
  }

  /** That number, or the nearest one that is here. */
  public Optional<Long> nearest(long position) {
    Long there = lines.ceilingKey(position);
    return Optional.ofNullable(there == null ? lines.floorKey(position) : there);
  }
}
