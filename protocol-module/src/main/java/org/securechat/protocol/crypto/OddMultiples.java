package org.securechat.protocol.crypto;

/**
 * The odd multiples of a point, and how a scalar is written with them: as few signed odd digits as
 * possible (the width-w non-adjacent form; Menezes and others, Handbook of Applied Cryptography,
 * 14.7). Never changed; thread-safe.
 */
final class OddMultiples {
  private final int width;
  private final EdwardsPoint.Addend[] multiples;

  /**
   * Computes 2^(width-2) multiples.
   *
   * @param width of a digit in bits
   */
  OddMultiples(EdwardsPoint point, int width) {
    this.width = width;
    this.multiples = new EdwardsPoint.Addend[1 << (width - 2)];
    EdwardsPoint twice = point.copy();
    twice.twice();
    EdwardsPoint.Addend step = twice.asAddend();
    EdwardsPoint multiple = point.copy();
    for (int i = 0; i < multiples.length; i++) {
      multiples[i] = multiple.asAddend();
      multiple.add(step, false);
    }
  }

  /** The signed digits of 128 bits of a little-endian scalar, lowest first. */
  byte[] digits(byte[] scalar, int offset) {
    byte[] digits = new byte[Ed25519PublicKey.HALF_BITS + 1];
    int carry = 0;
    for (int i = 0; i < digits.length; ) {
      if (bit(scalar, offset, i) == carry) {
        i++;
        continue;
      }
      int digit = carry;
      for (int j = 0; j < width; j++) {
        digit += bit(scalar, offset, i + j) << j;
      }
      carry = digit >> (width - 1);
      digits[i] = (byte) (digit - (carry << width));
      i += width;
    }
    return digits;
  }

  /** Adds the multiple that a digit stands for. */
  void addTo(EdwardsPoint sum, byte digit) {
    if (digit != 0) {
      sum.add(multiples[Math.abs(digit) >> 1], digit < 0);
    }
  }

  private static int bit(byte[] scalar, int offset, int index) {
    return index < Ed25519PublicKey.HALF_BITS
        ? (scalar[offset + (index >> 3)] >> (index & 7)) & 1
        : 0;
  }
}
