package org.securechat.server.lease;

import org.securechat.connector.log.EventLog;
import org.securechat.connector.log.LogEvent;

/** What the start logs about other servers on its database. */
final class LeaseLog {
  private static final EventLog LOG = new EventLog("org.securechat.server.lease");

  private static final LogEvent WAITING =
      LogEvent.warning(
          "SC-E001",
          "the server {holder} was not stopped in order; waiting {seconds} s to see whether it"
              + " still writes");
  private static final LogEvent DEAD =
      LogEvent.info("SC-E002", "the server {holder} gave no sign of life");
  private static final LogEvent TAKEN =
      LogEvent.warning(
          "SC-E003", "the database is taken from the server {holder}, which gave a sign of life");

  private LeaseLog() {}

  static void waiting(String holder, long seconds) {
    LOG.log(WAITING, holder, seconds);
  }

  static void dead(String holder) {
    LOG.log(DEAD, holder);
  }

  static void taken(String holder) {
    LOG.log(TAKEN, holder);
  }
}
