package org.securechat.server.ledger;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.securechat.protocol.crypto.Digests;

/** The hash chain over a room's lines. */
final class Chain {
  private Chain() {}

  static String genesis(UUID room) {
    return sha256("securechat/transcript/1\n" + room + "\n");
  }

  static String next(String previous, String line) {
    return sha256(previous + "\n" + line + "\n");
  }

  private static String sha256(String text) {
    return Digests.sha256Hex(text.getBytes(StandardCharsets.UTF_8));
  }
}
