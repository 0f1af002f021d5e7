package org.securechat.server.receipt;

import java.util.UUID;
import org.securechat.connector.log.EventLog;
import org.securechat.connector.log.LogEvent;

/** What is logged about receipts. */
final class ReceiptLog {
  private static final EventLog LOG = new EventLog("org.securechat.server.receipt");

  private static final LogEvent LOADED =
      LogEvent.info("SC-R001", "receipts are signed as {server} with certificate {certificate}");
  private static final LogEvent HEAD_NOT_SIGNED =
      LogEvent.warning("SC-R002", "the head of room {room} was not signed");
  private static final LogEvent FAILED =
      LogEvent.error("SC-R003", "a receipt for room {room} could not be made");
  private static final LogEvent COUNTERSIGNATURE_FAILED =
      LogEvent.error("SC-R004", "the countersignature of receipt {receipt} could not be stored");

  private ReceiptLog() {}

  static void loaded(String server, String certificateSha256) {
    LOG.log(LOADED, server, certificateSha256);
  }

  static void headNotSigned(UUID roomId, RuntimeException reason) {
    LOG.logFailure(HEAD_NOT_SIGNED, reason, roomId);
  }

  static void failed(UUID roomId, Exception reason) {
    LOG.logFailure(FAILED, reason, roomId);
  }

  static void countersignatureFailed(String sha256, RuntimeException reason) {
    LOG.logFailure(COUNTERSIGNATURE_FAILED, reason, sha256);
  }
}
