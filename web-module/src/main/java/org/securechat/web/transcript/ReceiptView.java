package org.securechat.web.transcript;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.server.receipt.IssuedReceipt;

/**
 * A receipt that was issued.
 *
 * @param user whom it was issued to; {@code @server} for an export
 * @param countersignedAt null, and so absent, if it has no countersignature
 */
@Schema(name = "Receipt")
public record ReceiptView(
    @Schema(
            description = "Of the receipt's bytes; names it here.",
            example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        String sha256,
    @Schema(example = "incident-7") String room,
    String roomId,
    @Schema(example = "alice") String user,
    @Schema(description = "The session it was issued in, or the number of the export.")
        String session,
    @Schema(example = "1") long first,
    @Schema(example = "57") long last,
    @Schema(example = "2026-11-22T19:00:00.123Z") Instant issuedAt,
    @Schema(example = "2026-11-22T19:00:04.511Z") Instant countersignedAt,
    @Schema(description = "The SHA-256 of the certificate that countersigned it.")
        String countersignedBy) {

  static ReceiptView of(IssuedReceipt receipt) {
    return new ReceiptView(
        receipt.sha256(),
        room(receipt),
        receipt.roomId().toString(),
        receipt.username(),
        receipt.session(),
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
