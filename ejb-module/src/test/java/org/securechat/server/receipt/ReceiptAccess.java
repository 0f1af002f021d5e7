package org.securechat.server.receipt;

import java.time.Clock;
import java.util.List;
import org.securechat.protocol.identity.Revocation;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.identity.RevocationSource;
import org.securechat.server.handshake.ServerIdentity;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.testing.TestDatabase;

/** Receipts for the tests of other packages. */
public final class ReceiptAccess {
  private ReceiptAccess() {}

  /** Some bytes in place of a receipt. */
  public static SignedReceipt receipt() {
    return new SignedReceipt(null, new byte[] {1}, new byte[] {2}, List.of());
  }

  public static ReceiptKey key(ReceiptSettings settings) {
    return new ReceiptKey(settings);
  }

  public static ReceiptStore store(TestDatabase database) {
    return database.perCall(ReceiptStore.class, JpaReceiptStore::new);
  }

  /** None. */
  public static JudgedLists lists() {
    return lists(RevocationSource.none());
  }

  /** Those of that source. */
  public static JudgedLists lists(RevocationSource source) {
    return lists(source, new NoIssuers());
  }

  /** Those of that source, for the issuers that the ledger has seen. */
  public static JudgedLists lists(RevocationSource source, TranscriptLedger ledger) {
    return new JudgedLists(
        Revocation.byLists(source, RevocationPolicy.ALLOW), new ServerIdentity(), ledger);
  }

  private static final class NoIssuers extends TranscriptLedger {
    @Override
    public List<byte[]> issuers() {
      return List.of();
    }
  }

  public static ReceiptSigner signer(
      TestDatabase database, TranscriptLedger ledger, ReceiptKey key, Clock clock) {
    return new ReceiptSigner(key, ledger, store(database), lists(), new TakenCertificates(), clock);
  }
}
