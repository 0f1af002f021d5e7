package org.securechat.server.search;

import java.util.List;

/**
 * What was found.
 *
 * @param hits in the order of the search
 * @param searchedTo to which line the search has come, this one included: the answer is complete
 *     for all lines up to it, and with the newest first for all down to it
 * @param more whether lines are left that a further page searches
 */
public record SearchPage(List<Hit> hits, long searchedTo, boolean more) {
  public SearchPage {
    hits = List.copyOf(hits);
  }
}
