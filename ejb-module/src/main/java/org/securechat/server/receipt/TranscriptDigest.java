package org.securechat.server.receipt;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.securechat.protocol.crypto.Providers;
import org.securechat.server.ledger.LedgerEntry;

/**
 * SHA-256 over lines, each with its end of line, and the chain value behind the last: one line at a
 * time, because a transcript can be longer than memory. Confined to one thread.
 */
final class TranscriptDigest {
  private final MessageDigest digest = Providers.digest("SHA-256");
  private String chain;

  /**
   * @param previousChain the chain value before the first line
   */
  TranscriptDigest(String previousChain) {
    this.chain = previousChain;
  }

  void add(LedgerEntry entry) {
    digest.update(entry.line().format().getBytes(StandardCharsets.US_ASCII));
    digest.update((byte) '\n');
    chain = entry.chain();
  }

  String chain() {
    return chain;
  }

  /** Lower-case hex; ends the digest. */
  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
