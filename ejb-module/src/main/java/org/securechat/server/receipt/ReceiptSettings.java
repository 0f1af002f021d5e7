package org.securechat.server.receipt;

import java.nio.file.Path;
import java.util.List;

/** Where the receipt key is and under which name it signs. */
public interface ReceiptSettings {
  /** The private key, PEM, PKCS#8; P-256 or RSA, because OpenSSL 3.0 verifies no CMS by Ed25519. */
  Path key();

  /** Its certificate and those between it and the authority, PEM, leaf first. */
  Path chain();

  /** The server's name in receipts: printable ASCII, 1 to 253 characters. */
  String serverName();

  /**
   * Certificates with which this server signed before, PEM, leaf first: without them a room whose
   * head was last signed by an old key is refused.
   */
  default List<Path> formerChains() {
    return List.of();
  }
}
