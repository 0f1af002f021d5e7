package org.securechat.server.ledger;

/** A pending line that has got its position. */
record Placed(Pending pending, LedgerEntry entry) {
  Appended appended() {
    return new Appended(pending.append(), entry);
  }
}
