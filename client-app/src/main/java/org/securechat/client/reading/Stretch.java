package org.securechat.client.reading;

/**
 * The lines of a room that are written, all that stand between two.
 *
 * @param first the first one, from 1
 * @param last the last one; {@code first - 1} if there is none
 */
public record Stretch(long first, long last) {
  /** Checks the order. */
  public Stretch {
    if (first < 1 || last < first - 1) {
      throw new IllegalArgumentException("from " + first + " to " + last);
    }
  }

  /** How many lines of a room that is kept up to a line are left out. */
  public long leftOut(long kept) {
    return kept - (last - first + 1);
  }
}
