package org.securechat.server.receipt;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Which receipts a search is for.
 *
 * @param roomId empty for all rooms
 * @param username whom they were issued to; empty for all users
 * @param after where the page before ended; empty for the newest
 * @param limit most receipts, at least 1
 */
public record ReceiptSearch(
    Optional<UUID> roomId, Optional<String> username, Optional<Place> after, int limit) {

  /** A receipt's place in the list. */
  public record Place(Instant issuedAt, String sha256) {
    public static Place of(IssuedReceipt receipt) {
      return new Place(receipt.issuedAt(), receipt.sha256());
    }
  }
}
