package org.securechat.server.receipt;

import java.nio.file.Path;

/**
 * Where the receipt key is and under which name it signs.
 *
 * @param key the private key, PEM, PKCS#8
 * @param chain its certificate and those between it and the authority, PEM, leaf first
 * @param serverName the server's name in receipts: printable ASCII, 1 to 253 characters
 */
public record ReceiptSettings(Path key, Path chain, String serverName) {

  /** Laid out as the PKI folder of a server is. */
  public static ReceiptSettings in(Path pki, String serverName) {
    Path issued = pki.resolve("issued");
    return new ReceiptSettings(
        issued.resolve("receipt.key"), issued.resolve("receipt.pem"), serverName);
  }

  /**
   * Folder of the certificates under which this server signed before, each a PEM file, leaf first,
   * whose name ends with {@code .pem}; it need not exist. Without them a room whose head was last
   * signed by an old key is refused.
   */
  public Path formerChains() {
    return chain.resolveSibling("receipt.former");
  }
}
