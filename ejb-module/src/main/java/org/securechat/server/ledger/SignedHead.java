package org.securechat.server.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.securechat.server.ledger.TranscriptLedger.Head;

/** The server's signed word that a room's chain had this value at this position. Immutable. */
final class SignedHead {
  private final long position;
  private final String chain;
  private final long signedAt;
  private final String certificateSha256;
  private final byte[] signature;

  SignedHead(
      long position, String chain, long signedAt, String certificateSha256, byte[] signature) {
    this.position = position;
    this.chain = chain;
    this.signedAt = signedAt;
    this.certificateSha256 = certificateSha256;
    this.signature = signature;
  }

  /**
   * Signs.
   *
   * @param key of one moment, as {@link LedgerKey#now} gives it
   */
  static SignedHead sign(LedgerKey key, Head head, Instant now) {
    long at = now.toEpochMilli();
    byte[] statement = statement(key.serverName(), head, at);
    return new SignedHead(
        head.position(), head.chain(), at, key.certificate().sha256(), key.signHead(statement));
  }

  boolean verifies(HeadVerifier key, UUID roomId) {
    byte[] statement = statement(key.serverName(), new Head(roomId, position, chain), signedAt);
    return key.verifyHead(certificateSha256, statement, signature);
  }

  /** Text of its own kind, so that it can be mistaken for no payload and no receipt. */
  private static byte[] statement(String server, Head head, long at) {
    return String.join(
            "\n",
            "securechat/head/1",
            server,
            head.roomId().toString(),
            Long.toString(head.position()),
            head.chain(),
            Long.toString(at),
            "")
        .getBytes(StandardCharsets.UTF_8);
  }

  long position() {
    return position;
  }

  String chain() {
    return chain;
  }

  long signedAt() {
    return signedAt;
  }

  String certificateSha256() {
    return certificateSha256;
  }

  byte[] signature() {
    return signature;
  }
}
