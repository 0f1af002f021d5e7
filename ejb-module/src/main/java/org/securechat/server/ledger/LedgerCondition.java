package org.securechat.server.ledger;

/** Whether the ledger takes lines, and if not, why. */
public enum LedgerCondition {
  /** Lines are taken and written. */
  WRITING("writing"),
  /** The database does not answer; as soon as it does, the ledger writes again. */
  WAITING_FOR_DATABASE("waiting for the database"),
  /** The database answers, but one line after the other cannot be written. */
  FAILING("lines cannot be written"),
  /** Another server writes to this database. This one never will again. */
  TAKEN_OVER("another server writes"),
  /** The writer has ended by a defect; only a restart helps. */
  FAILED("failed"),
  /** The ledger has been closed, because the server stops. */
  CLOSED("closed");

  private final String text;

  LedgerCondition(String text) {
    this.text = text;
  }

  /** In words for an operator. */
  public String text() {
    return text;
  }
}
