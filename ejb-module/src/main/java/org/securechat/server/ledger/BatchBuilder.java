package org.securechat.server.ledger;

import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.securechat.server.DomainException;
import org.securechat.server.ledger.AppendQueue.QueuedLine;
import org.securechat.server.limit.LruMap;

/** Gives lines their positions, chain values and signed heads. Confined to the writer thread. */
final class BatchBuilder {
  private static final int KNOWN_CERTIFICATES = 8192;

  private final RoomTailCache rooms;
  private final LedgerKey key;
  private final Clock clock;
  private final int headInterval;

  private final Set<String> knownCertificates =
      Collections.newSetFromMap(new LruMap<>(KNOWN_CERTIFICATES));

  BatchBuilder(RoomTailCache rooms, LedgerKey key, Clock clock, int headInterval) {
    this.rooms = rooms;
    this.key = key;
    this.clock = clock;
    this.headInterval = headInterval;
  }

  /**
   * Takes a group apart: the rooms in which nothing but lines is written, and those of which
   * something else changes, too. Each has its lines in order, and no room is in both.
   */
  static List<List<QueuedLine>> parts(List<QueuedLine> group) {
    Set<UUID> changing =
        group.stream()
            .map(QueuedLine::append)
            .filter(LineRequest::needsTransaction)
            .map(LineRequest::roomId)
            .collect(Collectors.toSet());
    if (changing.isEmpty()) {
      return List.of(group);
    }
    Map<Boolean, List<QueuedLine>> parts =
        group.stream()
            .collect(Collectors.partitioningBy(line -> changing.contains(line.append().roomId())));
    return Stream.of(parts.get(false), parts.get(true)).filter(part -> !part.isEmpty()).toList();
  }

  /**
   * Fills the batch; lines that are refused, as their rooms may be, fail at once and are left out.
   */
  void fill(Batch batch, List<QueuedLine> lines) {
    Instant now = Instant.ofEpochMilli(clock.millis());
    for (QueuedLine line : lines) {
      try {
        batch.place(line, rooms.announced(line.append().roomId()), now);
      } catch (DomainException e) {
        line.fail(e);
        continue;
      }
      needCertificate(batch, line.append().certificate());
    }
    LedgerKey signer = key.now();
    batch.signHeads(signer, headInterval, now);
    if (batch.hasSignedHeads()) {
      needCertificate(batch, signer.certificate());
    }
  }

  private void needCertificate(Batch batch, SenderCertificate certificate) {
    if (!knownCertificates.contains(certificate.sha256())) {
      batch.certificate(certificate);
    }
    // One certificate can be used with several chains: an issuer's may have been renewed.
    certificate.issuers().forEach(issuer -> needCertificate(batch, issuer));
  }

  /** The batch is in the database: the next one continues where it ends. */
  void committed(Batch batch) {
    batch.lines().forEach(line -> rooms.remember(line.entry()));
    batch.heads().forEach(change -> rooms.advance(change.after()));
    knownCertificates.addAll(batch.certificates().keySet());
  }

  /** Nothing that is remembered about the database is to be believed. */
  void forget() {
    rooms.forgetTails();
    knownCertificates.clear();
  }

  /**
   * Nothing that is remembered of what was about to be written is to be believed. Where rooms end
   * is compared each time that they are locked.
   */
  void forgetCertificates() {
    knownCertificates.clear();
  }
}
