package org.securechat.server.ledger;

/** Who can tell whether this server signed the end of a chain. Thread-safe. */
public interface HeadVerifier {
  /** The name under which this server signs. */
  String serverName();

  /** Whether this server signs under that certificate, or once did. */
  boolean isOwn(String certificateSha256);

  /**
   * Whether the key of that certificate, being this server's present receipt key or a former one,
   * signed the statement. False for an unknown certificate and for a malformed signature.
   */
  boolean verifyHead(String certificateSha256, byte[] statement, byte[] signature);
}
