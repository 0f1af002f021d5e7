package org.securechat.protocol.crypto;

import java.math.BigInteger;
import java.util.Arrays;

/** Numbers of fixed length, big-endian. */
final class Padding {
  private Padding() {}

  /** A non-negative number as {@code length} bytes. */
  static byte[] left(BigInteger number, int length) {
    return left(number.toByteArray(), length);
  }

  /** Adds or takes leading zeros until there are {@code length} bytes. */
  static byte[] left(byte[] bytes, int length) {
    if (bytes.length == length) {
      return bytes;
    }
    int surplus = Math.max(0, bytes.length - length);
    for (int i = 0; i < surplus; i++) {
      if (bytes[i] != 0) {
        throw new IllegalArgumentException("the number needs more than " + length + " bytes");
      }
    }
    byte[] padded = new byte[length];
    int kept = bytes.length - surplus;
    System.arraycopy(bytes, surplus, padded, length - kept, kept);
    Arrays.fill(bytes, (byte) 0);
    return padded;
  }
}
