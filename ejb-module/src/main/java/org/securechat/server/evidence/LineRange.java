package org.securechat.server.evidence;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.securechat.server.actor.AdministrationException;

/**
 * Which lines of a transcript a request wants: by their positions or by their times. A side that is
 * absent is open.
 *
 * @param from the first line
 * @param to the last line
 * @param since lines that were received then or later
 * @param until lines that were received before that
 */
public record LineRange(
    OptionalLong from, OptionalLong to, Optional<Instant> since, Optional<Instant> until) {

  /** The whole transcript. */
  public static final LineRange ALL =
      new LineRange(OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty());

  /**
   * Holds the two sides together.
   *
   * @throws AdministrationException {@code INVALID} for positions and times at once, and for a time
   *     that ends before it begins
   */
  public LineRange {
    if ((from.isPresent() || to.isPresent()) && (since.isPresent() || until.isPresent())) {
      throw AdministrationException.invalid(
          since.isPresent() ? "since" : "until",
          "goes with no positions: take 'from' and 'to', or 'since' and 'until'");
    }
    if (since.isPresent() && until.isPresent() && !since.get().isBefore(until.get())) {
      throw AdministrationException.invalid("until", "is not after 'since'");
    }
  }

  public static LineRange positions(OptionalLong from, OptionalLong to) {
    return new LineRange(from, to, Optional.empty(), Optional.empty());
  }

  public static LineRange times(Optional<Instant> since, Optional<Instant> until) {
    return new LineRange(OptionalLong.empty(), OptionalLong.empty(), since, until);
  }

  /** Whether the lines are chosen by their times. */
  public boolean isByTime() {
    return since.isPresent() || until.isPresent();
  }

  /** The time in words, for the refusal of one without lines and for the audit log. */
  public String times() {
    return since.map(time -> "since " + time).orElse("")
        + (since.isPresent() && until.isPresent() ? " " : "")
        + until.map(time -> "until " + time).orElse("");
  }
}
