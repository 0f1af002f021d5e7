package org.securechat.server.ledger;

/** A stored transcript is not what was written. Stackless; the reason is for the log. */
final class BrokenChainException extends Exception {
  private final long position;

  BrokenChainException(long position, String reason) {
    super(reason, null, false, false);
    this.position = position;
  }

  /** Where it was noticed. */
  long position() {
    return position;
  }
}
