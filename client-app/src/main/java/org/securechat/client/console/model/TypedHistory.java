package org.securechat.client.console.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was typed before, to be typed again; at most {@value #MOST} lines. What is being typed while
 * going back stays. Confined to one thread.
 */
public final class TypedHistory {
  /** Lines that are remembered. */
  public static final int MOST = 1_000;

  private final List<String> lines = new ArrayList<>();
  private int place;
  private String unfinished = "";

  /** Adds a line; the same one twice in a row is one. */
  public void add(String line) {
    if (!line.isBlank() && (lines.isEmpty() || !lines.getLast().equals(line))) {
      lines.add(line);
      if (lines.size() > MOST) {
        lines.removeFirst();
      }
    }
    place = lines.size();
    unfinished = "";
  }

  /** The line before; empty at the oldest one. */
  public Optional<String> back(String typed) {
    if (place == 0) {
      return Optional.empty();
    }
    if (place == lines.size()) {
      unfinished = typed;
    }
    place--;
    return Optional.of(lines.get(place));
  }

  /** The line after, at last the one that was being typed; empty behind that. */
  public Optional<String> forward() {
    if (place >= lines.size()) {
      return Optional.empty();
    }
    place++;
    return Optional.of(place == lines.size() ? unfinished : lines.get(place));
  }
}
