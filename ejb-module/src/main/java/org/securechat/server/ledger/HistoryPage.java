package org.securechat.server.ledger;

import java.util.List;

/**
 * Part of a room's transcript.
 *
 * @param entries in the order of their positions, without gaps
 * @param more whether lines follow the last one here
 */
public record HistoryPage(List<LedgerEntry> entries, boolean more) {
  public HistoryPage {
    entries = List.copyOf(entries);
  }
}
