package org.securechat.server.ledger;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;
import org.securechat.protocol.evidence.Positions;

/**
 * The catalogue of what the ledger logs. A number is never used again for something else; no line
 * holds a payload.
 */
final class LedgerLog {
  private static final Logger LOG = System.getLogger("org.securechat.server.ledger");

  private LedgerLog() {}

  static void opened(long epoch) {
    LOG.log(Level.INFO, "SC-L001 the ledger writes in epoch {0}", epoch);
  }

  static void refused(UUID roomId, BrokenChainException reason) {
    LOG.log(
        Level.ERROR,
        "SC-L002 room {0} is refused, its transcript fails at position {1}: {2}",
        roomId,
        Long.toString(reason.position()),
        reason.getMessage());
  }

  static void suspended(Exception reason) {
    LOG.log(Level.ERROR, "SC-L003 the ledger waits for its database", reason);
  }

  static void resumed() {
    LOG.log(Level.INFO, "SC-L004 the ledger writes again");
  }

  static void settled(int lines) {
    LOG.log(Level.WARNING, "SC-L005 a commit of {0} lines without an answer had been made", lines);
  }

  static void fenced(long epoch) {
    LOG.log(Level.ERROR, "SC-L006 another server writes the ledger, epoch {0} is over", epoch);
  }

  static void lineFailed(UUID roomId, Exception reason) {
    LOG.log(Level.ERROR, "SC-L007 a line for room " + roomId + " could not be written", reason);
  }

  static void listenerFailed(RuntimeException reason) {
    LOG.log(Level.ERROR, "SC-L008 a commit listener failed", reason);
  }

  static void writerDied(Throwable reason) {
    LOG.log(Level.ERROR, "SC-L009 the ledger's writer has ended", reason);
  }

  static void closed(int unwritten) {
    LOG.log(Level.INFO, "SC-L010 the ledger is closed, {0} lines were left unwritten", unwritten);
  }

  static void readFailed(RuntimeException reason) {
    LOG.log(Level.ERROR, "SC-L011 a transcript could not be read", reason);
  }

  static void erased(UUID roomId, Positions positions, String actor, String reason) {
    LOG.log(
        Level.INFO,
        "SC-L012 positions {1} of room {0} were erased at the request of {2}: {3}",
        roomId,
        positions,
        actor,
        reason);
  }
}
