package org.securechat.server.ledger;

import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.Chain;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.server.ledger.RoomTailCache.RoomTail;

/**
 * A line of a transcript with its chain value and, unless it was erased, its payload. Immutable.
 */
public final class LedgerEntry {
  /** Characters of field names, room name and chain value in an answer, with room to spare. */
  private static final int ENVELOPE = 400;

  /** A line without sender and signature: position, time, two hashes, and what is between them. */
  private static final int LINE = 16 + 24 + 64 + 64 + 5;

  private final UUID roomId;
  private final long receivedAt;
  private final TranscriptLine line;
  private final String chain;
  private final byte[] signature;
  private final byte[] payload;
  private final long erasedBy;

  private LedgerEntry(
      UUID roomId,
      long receivedAt,
      TranscriptLine line,
      String chain,
      byte[] signature,
      byte[] payload,
      long erasedBy) {
    this.roomId = roomId;
    this.receivedAt = receivedAt;
    this.line = line;
    this.chain = chain;
    this.signature = signature;
    this.payload = payload;
    this.erasedBy = erasedBy;
  }

  /** The line that follows a tail. */
  static LedgerEntry following(RoomTail tail, LineRequest append, Instant receivedAt) {
    byte[] signature = append.message().signature();
    TranscriptLine line =
        new TranscriptLine(
            tail.position() + 1,
            Timestamps.format(receivedAt),
            append.sender(),
            append.certificate().sha256(),
            append.payloadSha256(),
            Base64.getEncoder().encodeToString(signature));
    return new LedgerEntry(
        append.roomId(),
        receivedAt.toEpochMilli(),
        line,
        Chain.next(tail.chain(), line.format()),
        signature,
        append.message().payload(),
        0);
  }

  /**
   * The line that a row holds.
   *
   * @param payload null if it was erased
   * @param erasedBy the position of the line that says so, or 0
   * @throws IllegalArgumentException if the row holds what no line can
   */
  static LedgerEntry stored(
      UUID roomId,
      long position,
      long receivedAt,
      String sender,
      String certificateSha256,
      String payloadSha256,
      byte[] signature,
      String chain,
      byte[] payload,
      long erasedBy) {
    TranscriptLine line =
        new TranscriptLine(
            position,
            Timestamps.format(Instant.ofEpochMilli(receivedAt)),
            sender,
            certificateSha256,
            payloadSha256,
            Base64.getEncoder().encodeToString(signature));
    if (!Digests.isHex(chain)) {
      throw new IllegalArgumentException("chain is not a hexadecimal SHA-256");
    }
    return new LedgerEntry(roomId, receivedAt, line, chain, signature, payload, erasedBy);
  }

  public UUID roomId() {
    return roomId;
  }

  public long position() {
    return line.position();
  }

  /** When the ledger took it, in milliseconds; never earlier than the line before. */
  public Instant receivedAt() {
    return Instant.ofEpochMilli(receivedAt);
  }

  public TranscriptLine line() {
    return line;
  }

  /** The chain value after this line, lower-case hex. */
  public String chain() {
    return chain;
  }

  /** What was signed, with its signature; empty once it has been erased. */
  public Optional<SignedMessage> message() {
    return payload == null ? Optional.empty() : Optional.of(new SignedMessage(payload, signature));
  }

  /**
   * As answers and pushes have it.
   *
   * @param roomName which the line itself does not hold
   */
  public Entry toEntry(String roomName) {
    return new Entry(roomName, position(), line.receivedAt(), line.format(), chain, message());
  }

  long receivedAtMillis() {
    return receivedAt;
  }

  byte[] signature() {
    return signature;
  }

  /** Null if it was erased. */
  byte[] payload() {
    return payload;
  }

  /** The position of the line that says this one was erased, or 0. */
  long erasedBy() {
    return erasedBy;
  }

  /** About the characters this entry takes in an answer, where payload and signature are base64. */
  public int wireSize() {
    int encoded = payload == null ? 0 : (payload.length + signature.length + 4) * 4 / 3;
    return encoded + LINE + line.sender().length() + (signature.length + 2) * 4 / 3 + ENVELOPE;
  }

  @Override
  public String toString() {
    return "LedgerEntry[" + roomId + " " + position() + "]";
  }
}
