package org.securechat.server.audit;

import org.securechat.connector.log.EventLog;
import org.securechat.connector.log.LogEvent;

/** What the server's own log says when the audit log fails. */
final class AuditFailureLog {
  private static final EventLog LOG = new EventLog("org.securechat.server.audit");

  private static final LogEvent NOT_WRITTEN =
      LogEvent.warning("SC-A001", "the audit log could not write {action} yet and tries again");
  private static final LogEvent FAILED =
      LogEvent.error("SC-A002", "the audit log could not be read");

  private AuditFailureLog() {}

  static void notWritten(String action, RuntimeException reason) {
    LOG.logFailure(NOT_WRITTEN, reason, action);
  }

  static void failed(RuntimeException reason) {
    LOG.logFailure(FAILED, reason);
  }
}
