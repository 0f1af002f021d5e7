package org.securechat.server.search;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is looked for in a room that the caller may read.
 *
 * @param wording empty for every message
 * @param sender whose messages; empty for everybody's
 * @param first of the lines that are searched, from 1
 * @param last of these lines; first - 1 for none
 * @param newestFirst whether the search goes from the last line to the first
 * @param after to which line an earlier page has come
 * @param limit most messages of the answer, at least 1
 */
public record SearchRequest(
    Optional<Wording> wording,
    Optional<String> sender,
    long first,
    long last,
    boolean newestFirst,
    OptionalLong after,
    int limit) {

  /** The first line that is still to be searched, where no page has come to yet. */
  long from() {
    return newestFirst || after.isEmpty() ? first : Math.max(first, after.getAsLong() + 1);
  }

  /** The last line that is still to be searched. */
  long to() {
    return newestFirst && after.isPresent() ? Math.min(last, after.getAsLong() - 1) : last;
  }
}
