package org.securechat.server.backup;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** The catalogue of what is logged about backups. A number is never used again. */
final class BackupLog {
  private static final Logger LOG = System.getLogger("org.securechat.server.backup");

  private BackupLog() {}

  static void made(long rows) {
    LOG.log(Level.INFO, "SC-B001 a backup of {0} rows was made for a request", Long.toString(rows));
  }

  static void requestFailed(Exception reason) {
    LOG.log(Level.ERROR, "SC-B002 a request for a backup failed", reason);
  }
}
