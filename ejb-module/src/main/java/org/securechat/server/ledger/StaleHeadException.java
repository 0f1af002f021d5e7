package org.securechat.server.ledger;

import jakarta.ejb.ApplicationException;

/** The room's head is not where the writer believed it to be. */
@ApplicationException(rollback = true)
final class StaleHeadException extends RuntimeException {
  StaleHeadException(Head believed) {
    super("the head is not at position " + believed.position(), null, false, false);
  }
}
