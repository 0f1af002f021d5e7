package org.securechat.web.transcript;

import java.time.Instant;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.server.receipt.IssuedReceipt;

/**
 * A receipt that was issued.
 *
 * @param user whom it was issued to; {@code @server} for an export
 * @param countersignedAt null, and so absent, if it has no countersignature
 */
public record ReceiptView(
    String sha256,
    String room,
    String roomId,
    String user,
    String session,
    long first,
    long last,
    Instant issuedAt,
    Instant countersignedAt,
    String countersignedBy) {

  static ReceiptView of(IssuedReceipt receipt) {
    return new ReceiptView(
        receipt.sha256(),
        room(receipt),
        receipt.roomId().toString(),
        receipt.username(),
        receipt.channelBinding(),
        receipt.first(),
        receipt.last(),
        receipt.issuedAt(),
        receipt.countersignedAt().orElse(null),
        receipt.countersignedBy());
  }

  private static String room(IssuedReceipt receipt) {
    try {
      return Receipt.parse(receipt.receipt()).room();
    } catch (EvidenceException e) {
      throw new IllegalStateException("receipt " + receipt.sha256() + " is damaged", e);
    }
  }
}
