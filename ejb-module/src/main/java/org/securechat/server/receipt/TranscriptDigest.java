package org.securechat.server.receipt;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.evidence.ClassicPayload;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.identity.Purpose;
import org.securechat.server.ledger.LedgerEntry;

/**
 * SHA-256 over lines, each with its end of line, and the chain value behind the last: one line at a
 * time, because a transcript can be longer than memory. Confined to one thread.
 */
final class TranscriptDigest {
  private final MessageDigest digest = Providers.digest("SHA-256");
  private final List<Long> erased = new ArrayList<>();
  private final List<Long> revoked = new ArrayList<>();
  private final RevokedSince since;
  private final Set<String> signers = new HashSet<>();
  private Optional<String> classicClient = Optional.empty();
  private String chain;
  private Instant receivedAt = Instant.EPOCH;

  /**
   * @param previousChain the chain value before the first line
   */
  TranscriptDigest(String previousChain, RevokedSince since) {
    this.chain = previousChain;
    this.since = since;
  }

  void add(LedgerEntry entry) {
    digest.update(entry.line().format().getBytes(StandardCharsets.US_ASCII));
    digest.update((byte) '\n');
    chain = entry.chain();
    receivedAt = entry.receivedAt();
    signers.add(entry.line().certificateSha256());
    if (entry.message().isEmpty()) {
      erased.add(entry.position());
    }
    if (isRevoked(entry)) {
      revoked.add(entry.position());
    }
  }

  private boolean isRevoked(LedgerEntry entry) {
    if (!entry.line().isEvent()) {
      return since.isRevoked(entry.line().certificateSha256(), Purpose.CLIENT, receivedAt);
    }
    Optional<byte[]> payload =
        entry.message().map(SignedMessage::payload).filter(ClassicPayload::isClassic);
    if (payload.isEmpty()) {
      return false;
    }
    if (entry.position() == 1) {
      classicClient = client(payload.get());
      classicClient.ifPresent(signers::add);
    }
    return classicClient
        .filter(sha256 -> since.isRevoked(sha256, Purpose.CLASSIC_CLIENT, receivedAt))
        .isPresent();
  }

  private static Optional<String> client(byte[] payload) {
    try {
      return ClassicPayload.clientCertificate(payload);
    } catch (EvidenceException e) {
      throw new IllegalStateException("a line on record cannot be read", e);
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

  /** The positions of lines that were said with a revoked certificate, rising. */
  List<Long> revoked() {
    return revoked;
  }

  /** SHA-256 of the certificates with which the lines were said. */
  Set<String> signers() {
    return signers;
  }

  String chain() {
    return chain;
  }

  /** Lower-case hex; ends the digest. */
  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
