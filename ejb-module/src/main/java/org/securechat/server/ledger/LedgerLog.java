package org.securechat.server.ledger;

import java.util.UUID;
import org.securechat.connector.log.EventLog;
import org.securechat.connector.log.LogEvent;
import org.securechat.protocol.evidence.Positions;
import org.securechat.server.ledger.ChainWalk.BrokenChainException;

/** What the ledger logs. No line holds a payload. */
final class LedgerLog {
  private static final EventLog LOG = new EventLog("org.securechat.server.ledger");

  private static final LogEvent OPENED =
      LogEvent.info("SC-L001", "the ledger writes in epoch {epoch}");
  private static final LogEvent ROOM_REFUSED =
      LogEvent.error(
          "SC-L002",
          "room {room} is refused: its transcript is not valid at position {position}: {reason}");
  private static final LogEvent SUSPENDED =
      LogEvent.error("SC-L003", "the ledger waits for its database");
  private static final LogEvent RESUMED = LogEvent.info("SC-L004", "the ledger writes again");
  private static final LogEvent COMMIT_FOUND =
      LogEvent.warning(
          "SC-L005", "a commit of {count} lines had succeeded, although its answer was lost");
  private static final LogEvent FENCED =
      LogEvent.error(
          "SC-L006",
          "another server writes the ledger; this one, in epoch {epoch}, writes no more");
  private static final LogEvent LINE_FAILED =
      LogEvent.error("SC-L007", "a line of room {room} could not be written");
  private static final LogEvent LISTENER_FAILED =
      LogEvent.error("SC-L008", "a commit listener failed");
  private static final LogEvent WRITER_DIED =
      LogEvent.error("SC-L009", "the ledger's writer has ended; restart the server");
  private static final LogEvent CLOSED =
      LogEvent.info("SC-L010", "the ledger is closed; {count} lines were not written");
  private static final LogEvent READ_FAILED =
      LogEvent.error("SC-L011", "a transcript could not be read");
  private static final LogEvent ERASED =
      LogEvent.info("SC-L012", "{actor} had positions {positions} of room {room} erased: {reason}");

  private static final LogEvent NOT_RELEASED =
      LogEvent.warning(
          "SC-L013",
          "the database was not told that this server writes no more; the next start waits for some"
              + " seconds");

  private LedgerLog() {}

  static void opened(long epoch) {
    LOG.log(OPENED, epoch);
  }

  static void refused(UUID roomId, BrokenChainException reason) {
    LOG.log(ROOM_REFUSED, roomId, reason.position(), reason.getMessage());
  }

  static void suspended(Exception reason) {
    LOG.logFailure(SUSPENDED, reason);
  }

  static void resumed() {
    LOG.log(RESUMED);
  }

  static void settled(int lines) {
    LOG.log(COMMIT_FOUND, lines);
  }

  static void fenced(long epoch) {
    LOG.log(FENCED, epoch);
  }

  static void notReleased(RuntimeException reason) {
    LOG.logFailure(NOT_RELEASED, reason);
  }

  static void lineFailed(UUID roomId, Exception reason) {
    LOG.logFailure(LINE_FAILED, reason, roomId);
  }

  static void listenerFailed(RuntimeException reason) {
    LOG.logFailure(LISTENER_FAILED, reason);
  }

  static void writerDied(Throwable reason) {
    LOG.logFailure(WRITER_DIED, reason);
  }

  static void closed(int unwritten) {
    LOG.log(CLOSED, unwritten);
  }

  static void readFailed(RuntimeException reason) {
    LOG.logFailure(READ_FAILED, reason);
  }

  static void erased(UUID roomId, Positions positions, String actor, String reason) {
    LOG.log(ERASED, actor, positions, roomId, reason);
  }
}
