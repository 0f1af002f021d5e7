package org.securechat.protocol.crypto;

import java.math.BigInteger;

/**
 * The one encoding of an ECDSA signature: {@code SEQUENCE { r INTEGER, s INTEGER }} in DER, 1 <= r,
 * s < n (PROTOCOL.md §3.8; SEC 1 section 4.1.4). Providers differ in what else they take, and
 * OpenSSL takes nothing else.
 */
final class EcdsaSignatures {
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;

  /** Of P-384: two integers of 49 bytes. A length of this size has one byte. */
  private static final int MAX_CONTENT = 2 * (2 + 49);

  private EcdsaSignatures() {}

  static boolean isStrict(byte[] signature, BigInteger order) {
    if (signature.length < 2
        || signature[0] != SEQUENCE
        || signature[1] > MAX_CONTENT
        || signature[1] != signature.length - 2) {
      return false;
    }
    int middle = endOfInteger(signature, 2, order);
    return middle > 0 && endOfInteger(signature, middle, order) == signature.length;
  }

  /** Where the integer ends that begins at a place; -1 if none does that may stand there. */
  private static int endOfInteger(byte[] der, int start, BigInteger order) {
    int first = start + 2;
    if (first >= der.length || der[start] != INTEGER || der[start + 1] <= 0) {
      return -1;
    }
    int end = first + der[start + 1];
    if (end > der.length || isPadded(der, first, end)) {
      return -1;
    }
    BigInteger value = new BigInteger(der, first, end - first);
    return value.signum() > 0 && value.compareTo(order) < 0 ? end : -1;
  }

  private static boolean isPadded(byte[] der, int first, int end) {
    return der[first] == 0 && end - first > 1 && der[first + 1] >= 0;
  }
}
