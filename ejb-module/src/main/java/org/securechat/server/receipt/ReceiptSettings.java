package org.securechat.server.receipt;

import java.nio.file.Path;
import org.securechat.protocol.identity.key.Passphrase;

/**
 * Where the receipt key is and under which name it signs.
 *
 * @param key the private key
 * @param chain its certificate and those between it and the authority, PEM, leaf first
 * @param passphrase of the key, if it is encrypted
 * @param serverName the server's name in receipts: printable ASCII, 1 to 253 characters
 */
public record ReceiptSettings(Path key, Path chain, Passphrase passphrase, String serverName) {

  /** For those who need the certificates and not the key. */
  public static ReceiptSettings in(Path pki, String serverName) {
    return in(pki, Passphrase.none(), serverName);
  }

  /** Laid out as the PKI folder of a server is. */
  public static ReceiptSettings in(Path pki, Passphrase passphrase, String serverName) {
    Path issued = pki.resolve("issued");
    return new ReceiptSettings(
        issued.resolve("receipt.key"), issued.resolve("receipt.pem"), passphrase, serverName);
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
