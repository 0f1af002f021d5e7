package org.securechat.server.embedded;

import org.securechat.connector.log.EventLog;
import org.securechat.connector.log.LogEvent;

/** What the embedded database logs. */
final class DatabaseLog {
  private static final EventLog LOG = new EventLog("org.securechat.server.embedded");

  private static final LogEvent REDONE =
      LogEvent.info(
          "SC-D001", "{count} commits were taken from the redo log; the last stop was not orderly");
  private static final LogEvent NO_LOG =
      LogEvent.warning(
          "SC-D002",
          "the redo log {file} cannot be written; until the next start every commit forces the"
              + " whole database, which is safe and slower");

  private DatabaseLog() {}

  static void redone(int commits) {
    LOG.log(REDONE, commits);
  }

  static void withoutLog(String file, Exception reason) {
    LOG.logFailure(NO_LOG, reason, file);
  }
}
