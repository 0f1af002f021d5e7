package org.securechat.server.backup;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** For what is too long to be hashed in one piece. */
final class Sha256 {
  private Sha256() {}

  static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
