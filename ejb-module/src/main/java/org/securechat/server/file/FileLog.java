package org.securechat.server.file;

import org.securechat.connector.log.EventLog;
import org.securechat.connector.log.LogEvent;

/** What is logged of files. No line holds a name or a content. */
final class FileLog {
  private static final EventLog LOG = new EventLog("org.securechat.server.file");

  private static final LogEvent FAILED =
      LogEvent.error("SC-F001", "the folder of files cannot be read or written");
  private static final LogEvent INFECTED =
      LogEvent.warning(
          "SC-F002",
          "a file of {size} bytes in room {room} was refused: the scanner found something");
  private static final LogEvent NOT_EXAMINED =
      LogEvent.error("SC-F003", "a file in room {room} could not be examined: {reason}");
  private static final LogEvent SWEEP_FAILED =
      LogEvent.error("SC-F004", "files that are not needed could not be deleted; trying again");

  private FileLog() {}

  static void failed(Exception reason) {
    LOG.logFailure(FAILED, reason);
  }

  static void infected(FileKey key, long size) {
    LOG.log(INFECTED, size, key.room());
  }

  static void notExamined(FileKey key, String reason) {
    LOG.log(NOT_EXAMINED, key.room(), reason);
  }

  static void sweepFailed(Exception reason) {
    LOG.logFailure(SWEEP_FAILED, reason);
  }
}
