package org.securechat.protocol.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4) as the protocol uses it. Thread-safe. */
public final class Digests {
  /** Characters of a hexadecimal SHA-256. */
  public static final int HEX_LENGTH = 64;

  private static final int BUFFER = 1 << 16;
  private static final HexFormat HEX = HexFormat.of();

  private Digests() {}

  /** A digest for what comes in pieces. For one thread. */
  public static MessageDigest fresh() {
    return Providers.digest("SHA-256");
  }

  /** The digest of the concatenation of the parts, 32 bytes. */
  public static byte[] sha256(byte[]... parts) {
    MessageDigest digest = fresh();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  /** {@link #sha256} in lower-case hexadecimal, 64 characters. */
  public static String sha256Hex(byte[]... parts) {
    return HEX.formatHex(sha256(parts));
  }

  /**
   * The digest of a whole file, of which a piece is in memory at a time, in lower-case hexadecimal.
   *
   * @throws IOException if it cannot be read
   */
  public static String sha256Hex(Path file) throws IOException {
    MessageDigest digest = fresh();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HEX.formatHex(digest.digest());
  }

  /** Whether the text is what {@link #sha256Hex} can return: 64 lower-case hexadecimal digits. */
  public static boolean isHex(String text) {
    if (text.length() != HEX_LENGTH) {
      return false;
    }
    for (int i = 0; i < HEX_LENGTH; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }
}
