package org.securechat.server.search;

import java.time.Instant;
import org.securechat.server.ledger.LedgerEntry;

/**
 * A message that was found.
 *
 * @param entry the line, as the ledger has it
 * @param excerpt what it says, as far as a list shows it
 */
public record Hit(LedgerEntry entry, Excerpt excerpt) {
  public long position() {
    return entry.position();
  }

  public Instant receivedAt() {
    return entry.receivedAt();
  }

  /** As the record names them. */
  public String sender() {
    return entry.line().sender();
  }
}
