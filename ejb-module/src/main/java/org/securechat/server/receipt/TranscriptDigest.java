package org.securechat.server.receipt;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.securechat.protocol.crypto.Providers;
import org.securechat.server.ledger.LedgerEntry;

/**
 * SHA-256 over lines, each with its end of line, and the chain value behind the last: one line at a
 * time, because a transcript can be longer than memory. Confined to one thread.
 */
final class TranscriptDigest {
  private final MessageDigest digest = Providers.digest("SHA-256");
  private final List<Long> erased = new ArrayList<>();
  private String chain;
  private Instant receivedAt = Instant.EPOCH;

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
    receivedAt = entry.receivedAt();
    if (entry.message().isEmpty()) {
      erased.add(entry.position());
    }
  }

  /** When the last line was received; the beginning of time without one. */
  Instant receivedAt() {
    return receivedAt;
  }

  /** The positions without a payload, rising. */
  List<Long> erased() {
    return erased;
  }

  String chain() {
    return chain;
  }

  /** Lower-case hex; ends the digest. */
  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
