package org.securechat.server.delivery;

import org.securechat.protocol.application.Entry;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.server.ledger.Appended;
import org.securechat.server.ledger.LedgerEntry;

/** From the ledger's entries to those of the protocol. */
public final class Entries {

  private Entries() {}

  static Entry entry(Appended line) {
    return entry(line.append().roomName(), line.entry());
  }

  /** The entry as peers get it: without the message if that was erased. */
  public static Entry entry(String room, LedgerEntry entry) {
    return new Entry(
        room,
        entry.position(),
        Timestamps.format(entry.receivedAt()),
        entry.line().format(),
        entry.chain(),
        entry.message());
  }
}
