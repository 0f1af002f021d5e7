package org.securechat.server.heads;

import org.securechat.connector.log.EventLog;
import org.securechat.connector.log.LogEvent;

/** What signing and comparing heads logs. */
final class HeadsLog {
  private static final EventLog LOG = new EventLog("org.securechat.server.heads");

  private static final LogEvent REFUSED =
      LogEvent.error("SC-H001", "the server does not start on this database: {reason}");
  private static final LogEvent ACCEPTED =
      LogEvent.warning("SC-H002", "a rollback of the database is accepted: {reason}");
  private static final LogEvent NOT_SIGNED =
      LogEvent.error("SC-H003", "the heads of the rooms could not be signed and written");
  private static final LogEvent NOT_MIRRORED =
      LogEvent.error("SC-H004", "the signed heads could not be written to {file}");
  private static final LogEvent NOTHING_TO_COMPARE =
      LogEvent.warning(
          "SC-H005", "there are no signed heads in {file} to compare {count} rooms with");
  private static final LogEvent NOTHING_TO_ACCEPT =
      LogEvent.warning("SC-H006", "there is no rollback to accept: start without that option");
  private static final LogEvent NOT_CHECKED =
      LogEvent.error("SC-H007", "the rooms in the database could not be counted");

  private HeadsLog() {}

  static void refused(String reason) {
    LOG.log(REFUSED, reason);
  }

  static void accepted(String reason) {
    LOG.log(ACCEPTED, reason);
  }

  static void notSigned(Exception reason) {
    LOG.logFailure(NOT_SIGNED, reason);
  }

  static void notMirrored(String folder, Exception reason) {
    LOG.logFailure(NOT_MIRRORED, reason, folder);
  }

  static void nothingToCompare(String folder, int rooms) {
    LOG.log(NOTHING_TO_COMPARE, folder, rooms);
  }

  static void nothingToAccept() {
    LOG.log(NOTHING_TO_ACCEPT);
  }

  static void notChecked(Exception reason) {
    LOG.logFailure(NOT_CHECKED, reason);
  }
}
