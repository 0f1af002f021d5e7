package org.securechat.server.ledger;

import jakarta.ejb.ApplicationException;

/** Another writer has raised the epoch: this one has no right to write any more, ever. */
@ApplicationException(rollback = true)
public final class FencedException extends RuntimeException {
  FencedException(long epoch) {
    super("epoch " + epoch + " is over", null, false, false);
  }
}
