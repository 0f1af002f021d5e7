package org.securechat.server.audit;

import java.time.Duration;

/**
 * Bounds of what others can make the server write.
 *
 * @param sources most combinations of action, outcome, source and person that are remembered
 * @param people most persons of one action, outcome and source that have lines of their own; those
 *     beyond share one, so that one address cannot take the place of all others
 * @param linesPerMinute most lines in a minute, on average; as many may come at once
 * @param window how long repetitions from one source are gathered before they get another line
 */
record AggregationLimits(int sources, int people, int linesPerMinute, Duration window) {
  static final AggregationLimits DEFAULT =
      new AggregationLimits(2_000, 20, 60, Duration.ofMinutes(1));
}
