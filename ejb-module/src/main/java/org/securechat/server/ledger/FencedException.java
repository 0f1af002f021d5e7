package org.securechat.server.ledger;

/** Another writer has raised the epoch: this one must never write again. */
public final class FencedException extends LedgerException {
  private static final long serialVersionUID = 1L;

  FencedException(long epoch) {
    super(Reason.FENCED, "epoch " + epoch + " is over");
  }
}
