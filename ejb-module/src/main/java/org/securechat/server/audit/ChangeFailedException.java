package org.securechat.server.audit;

/** Carries what a change has thrown through the ledger, back to the caller of the change. */
final class ChangeFailedException extends AuditException {
  private final transient RuntimeException thrown;

  ChangeFailedException(RuntimeException thrown) {
    super(Reason.NOT_WRITTEN, "an audited change failed");
    this.thrown = thrown;
  }

  RuntimeException thrown() {
    return thrown;
  }
}
