package org.securechat.server.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Into which bundles a range of lines goes, because each has a limit.
 *
 * @param first the first line
 * @param last the last line; first - 1 if there is none
 * @param firstAt when the first line was received; empty if there is none
 * @param lastAt when the last line was received; empty if there is none
 * @param parts what goes into one bundle each; every one begins where the one before ended
 * @param member whether the person that was asked for was a member at some time of the range
 */
public record ExportPlan(
    long first,
    long last,
    Optional<Instant> firstAt,
    Optional<Instant> lastAt,
    List<Part> parts,
    boolean member) {

  public ExportPlan {
    parts = List.copyOf(parts);
  }

  public boolean isEmpty() {
    return last < first;
  }

  /** Whether the person that was asked for spoke in the range or was a member in it. */
  public boolean concerns() {
    return member || parts.stream().anyMatch(part -> !part.spoken().isEmpty());
  }

  /**
   * The lines of one bundle.
   *
   * @param spoken the positions of the lines of the person that was asked for, as {@code 3,5-9};
   *     empty if there is none
   */
  public record Part(long first, long last, String spoken) {}
}
