package org.securechat.server.receipt;

import java.time.Clock;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.testing.TestDatabase;

/** Receipts for the tests of other packages. */
public final class ReceiptAccess {
  private ReceiptAccess() {}

  /** Some bytes in place of a receipt. */
  public static SignedReceipt receipt() {
    return new SignedReceipt(new byte[] {1}, new byte[] {2});
  }

  public static ReceiptKey key(ReceiptSettings settings) {
    return new ReceiptKey(settings);
  }

  public static ReceiptStore store(TestDatabase database) {
    return database.perCall(ReceiptStore.class, JpaReceiptStore::new);
  }

  public static ReceiptSigner signer(
      TestDatabase database, TranscriptLedger ledger, ReceiptKey key, Clock clock) {
    return new ReceiptSigner(key, ledger, store(database), clock);
  }
}
