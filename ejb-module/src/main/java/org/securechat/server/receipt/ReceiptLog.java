package org.securechat.server.receipt;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;

/** The catalogue of what is logged about receipts. A number is never used again. */
final class ReceiptLog {
  private static final Logger LOG = System.getLogger("org.securechat.server.receipt");

  private ReceiptLog() {}

  static void loaded(String server, String certificateSha256) {
    LOG.log(Level.INFO, "SC-R001 receipts are signed as {0} by {1}", server, certificateSha256);
  }

  static void headNotSigned(UUID roomId, RuntimeException reason) {
    LOG.log(Level.WARNING, "SC-R002 the head of room " + roomId + " was not signed", reason);
  }

  static void failed(UUID roomId, RuntimeException reason) {
    LOG.log(Level.ERROR, "SC-R003 no receipt for room " + roomId, reason);
  }

  static void countersignatureFailed(String sha256, RuntimeException reason) {
    LOG.log(Level.ERROR, "SC-R004 no countersignature for receipt " + sha256, reason);
  }
}
