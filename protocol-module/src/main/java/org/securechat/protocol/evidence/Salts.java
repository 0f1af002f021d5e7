package org.securechat.protocol.evidence;

import java.util.Base64;
import org.securechat.protocol.crypto.Providers;

/**
 * The 16 random bytes in every payload. Without them, the holder of a transcript could guess at an
 * erased message until its hash fits.
 */
final class Salts {
  static final int LENGTH = 16;

  private Salts() {}

  /** In canonical base64. */
  static String random() {
    byte[] salt = new byte[LENGTH];
    Providers.random().nextBytes(salt);
    return Base64.getEncoder().encodeToString(salt);
  }
}
