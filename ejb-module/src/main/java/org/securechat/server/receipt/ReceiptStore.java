package org.securechat.server.receipt;

import java.util.List;
import java.util.Optional;

/** The receipts that have been issued. Each call is a transaction of its own. */
public interface ReceiptStore {
  /** Keeps a receipt; the same one again, within one millisecond, changes nothing. */
  void save(IssuedReceipt receipt);

  Optional<IssuedReceipt> find(String sha256);

  /** The newest first. */
  List<IssuedReceipt> find(ReceiptSearch search);

  /** Keeps a countersignature unless the receipt has one. */
  void countersign(
      String sha256, String certificateSha256, byte[] statement, byte[] signature, long now);
}
