package org.securechat.client.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What did not hold: all of it counted, the first of it in words. Thread-safe. */
final class Findings {
  private static final int MOST_WORDS = 20;

  private final EnumMap<Kind, Long> counts = new EnumMap<>(Kind.class);
  private final List<String> words = new ArrayList<>();

  /** The ways in which a message can go wrong. */
  enum Kind {
    UNACKNOWLEDGED("not acknowledged"),
    REFUSED("refused"),
    LOST("not delivered"),
    DOUBLED("delivered twice"),
    REORDERED("delivered out of order"),
    ALTERED("altered"),
    UNKNOWN("not sent by this run"),
    CONNECTION("connections lost");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** As reports have it. */
    String label() {
      return label;
    }
  }

  synchronized void add(Kind kind, String what) {
    counts.merge(kind, 1L, Long::sum);
    if (words.size() < MOST_WORDS) {
      words.add(kind.label() + ": " + what);
    }
  }

  synchronized boolean isEmpty() {
    return counts.isEmpty();
  }

  synchronized long count(Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /** Each kind that occurred and how often. */
  synchronized Map<Kind, Long> counts() {
    return new EnumMap<>(counts);
  }

  /** The first ones in words. */
  synchronized List<String> words() {
    return List.copyOf(words);
  }
}
