package org.securechat.server.audit;

import org.securechat.protocol.application.ErrorCode;
import org.securechat.server.ServiceException;

/** Carries what a change has thrown through the ledger. */
final class ChangeFailedException extends ServiceException {
  private final transient RuntimeException reason;

  ChangeFailedException(RuntimeException reason) {
    super(ErrorCode.UNAVAILABLE, "an audited change failed");
    this.reason = reason;
  }

  RuntimeException reason() {
    return reason;
  }
}
