package org.securechat.server.backup;

import org.securechat.connector.log.EventLog;
import org.securechat.connector.log.LogEvent;

/** What is logged about backups. */
final class BackupLog {
  private static final EventLog LOG = new EventLog("org.securechat.server.backup");

  private static final LogEvent MADE =
      LogEvent.info("SC-B001", "a backup of {count} rows was made on request");
  private static final LogEvent REQUEST_FAILED =
      LogEvent.error("SC-B002", "a requested backup failed");

  private BackupLog() {}

  static void made(long rows) {
    LOG.log(MADE, rows);
  }

  static void requestFailed(Exception reason) {
    LOG.logFailure(REQUEST_FAILED, reason);
  }
}
