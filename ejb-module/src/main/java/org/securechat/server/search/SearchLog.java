package org.securechat.server.search;

import java.util.UUID;
import org.securechat.connector.log.EventLog;
import org.securechat.connector.log.LogEvent;

/** What indexing logs. No line holds anything that was said or looked for. */
final class SearchLog {
  private static final EventLog LOG = new EventLog("org.securechat.server.search");

  private static final LogEvent FAILED =
      LogEvent.error("SC-X001", "indexing for search failed and is tried again");
  private static final LogEvent SKIPPED =
      LogEvent.warning("SC-X002", "room {room} is not indexed for search: {reason}");

  private SearchLog() {}

  static void failed(Exception reason) {
    LOG.logFailure(FAILED, reason);
  }

  static void skipped(UUID roomId, String reason) {
    LOG.log(SKIPPED, roomId, reason);
  }
}
