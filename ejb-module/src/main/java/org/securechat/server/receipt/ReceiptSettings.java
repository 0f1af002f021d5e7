package org.securechat.server.receipt;

import java.nio.file.Path;

/** Where the receipt key is and under which name it signs. */
public interface ReceiptSettings {
  /** The private key, PEM, PKCS#8; P-256 or RSA, because OpenSSL 3.0 verifies no CMS by Ed25519. */
  Path key();

  /** Its certificate and those between it and the authority, PEM, leaf first. */
  Path chain();

  /** The server's name in receipts: printable ASCII, 1 to 253 characters. */
  String serverName();

  /**
   * Folder of the certificates under which this server signed before, each a PEM file, leaf first,
   * whose name ends with {@code .pem}; it need not exist. Without them a room whose head was last
   * signed by an old key is refused.
   */
  default Path formerChains() {
    return chain().resolveSibling("receipt.former");
  }
}
