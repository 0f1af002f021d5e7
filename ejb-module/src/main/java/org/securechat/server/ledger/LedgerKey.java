package org.securechat.server.ledger;

/** The server's own signature as the ledger sees it: the receipt key. Thread-safe. */
public interface LedgerKey {
  /** The name under which this server signs. */
  String serverName();

  /** Of the key that signs now. */
  SenderCertificate certificate();

  /** Signs an event's payload, exactly these bytes. */
  byte[] signEvent(byte[] payload);

  /** Signs the statement of a head. */
  byte[] signHead(byte[] statement);

  /**
   * Whether the key of that certificate, being this server's present receipt key or a former one,
   * signed the statement. False for an unknown certificate and for a malformed signature.
   */
  boolean verifyHead(String certificateSha256, byte[] statement, byte[] signature);
}
