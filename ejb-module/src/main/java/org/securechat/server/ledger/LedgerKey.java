package org.securechat.server.ledger;

/** The server's own signature as the ledger sees it: the receipt key. Thread-safe. */
public interface LedgerKey extends HeadVerifier {
  /**
   * The key that signs now, with its certificate, for who needs both: it stays what it is when the
   * server's is renewed a moment later.
   */
  default LedgerKey now() {
    return this;
  }

  /** Of the key that signs now. */
  SenderCertificate certificate();

  /** Signs an event's payload, exactly these bytes. */
  byte[] signEvent(byte[] payload);

  /** Signs the statement of a head. */
  byte[] signHead(byte[] statement);
}
