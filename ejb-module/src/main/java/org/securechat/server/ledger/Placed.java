package org.securechat.server.ledger;

/** A pending line that has got its position. */
record Placed(Pending pending, LedgerEntry entry) {
  /** What is to happen in the line's transaction. */
  void act() {
    pending.append().action().accept(entry);
  }

  Appended appended() {
    return new Appended(pending.append(), entry);
  }
}
