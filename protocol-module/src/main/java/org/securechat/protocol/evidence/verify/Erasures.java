package org.securechat.protocol.evidence.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Positions;

/**
 * Which line of a bundle says of another that it was erased; of several the first. Takes time in
 * proportion to the lines, however the ranges overlap.
 */
final class Erasures {
  private final long first;
  private final int[] by;

  /** For each line the next one at or behind it that nothing is said of yet. */
  private final int[] next;

  private final List<Erasure> all = new ArrayList<>();

  Erasures(long first, int lines) {
    this.first = first;
    this.by = new int[lines];
    this.next = new int[lines + 1];
    Arrays.setAll(next, i -> i);
  }

  void take(Erasure erasure) {
    all.add(erasure);
    for (Positions.Range range : ranges(erasure.event())) {
      int last = (int) Math.min(range.last() - first, by.length - 1L);
      for (int i = free(Math.max(range.first() - first, 0)); i <= last; i = free(i)) {
        by[i] = all.size();
        next[i] = i + 1;
      }
    }
  }

  private static List<Positions.Range> ranges(EventPayload event) {
    try {
      return Positions.parse(event.subject()).ranges();
    } catch (EvidenceException e) {
      return List.of();
    }
  }

  private int free(long from) {
    int free = (int) Math.min(from, by.length);
    while (next[free] != free) {
      next[free] = next[next[free]];
      free = next[free];
    }
    return free;
  }

  Optional<Erasure> of(long position) {
    long index = position - first;
    return index < 0 || index >= by.length || by[(int) index] == 0
        ? Optional.empty()
        : Optional.of(all.get(by[(int) index] - 1));
  }

  List<Erasure> all() {
    return all;
  }
}
