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
  private static final LogEvent WRONG_FOLDER =
      LogEvent.error("SC-F005", "no files are taken or given: the folder {file}: {reason}");
  private static final LogEvent RIGHT_FOLDER =
      LogEvent.info(
          "SC-F006", "files are taken and given again: the folder {file} is the right one");
  private static final LogEvent NOT_TAKEN =
      LogEvent.warning("SC-F007", "this server takes no files: {reason}");
  private static final LogEvent LEFT_OVER =
      LogEvent.info("SC-F008", "deleted {count} contents that no file in the database has");

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

  static void wrongFolder(String folder, String reason) {
    LOG.log(WRONG_FOLDER, folder, reason);
  }

  static void rightFolder(String folder) {
    LOG.log(RIGHT_FOLDER, folder);
  }

  static void notTaken(String reason) {
    LOG.log(NOT_TAKEN, reason);
  }

  static void leftOver(int count) {
    LOG.log(LEFT_OVER, count);
  }
}
