package org.securechat.protocol.classic;

import java.math.BigInteger;

/** Big integers as Python's {@code hex()} writes them: {@code 0x} and digits, no leading zero. */
public final class ClassicHex {
  private static final String PREFIX = "0x";
  private static final int RADIX = 16;

  private ClassicHex() {}

  /**
   * Writes a number.
   *
   * @param number not negative
   * @return in lower case, with an odd number of digits where it has one
   */
  public static String format(BigInteger number) {
    if (number.signum() < 0) {
      throw new IllegalArgumentException("negative");
    }
    return PREFIX + number.toString(RADIX);
  }

  /**
   * Reads what {@code int(text, 16)} would: digits in either case, the prefix may be missing.
   *
   * @param maxBits longest number
   * @throws ClassicException {@code BAD_MESSAGE}
   */
  public static BigInteger parse(String text, int maxBits) throws ClassicException {
    boolean prefixed = text.startsWith(PREFIX) || text.startsWith("0X");
    String digits = prefixed ? text.substring(PREFIX.length()) : text;
    boolean hex =
        !digits.isEmpty()
            && digits.length() <= (maxBits + 3) / 4
            && digits.chars().allMatch(c -> c < 128 && Character.digit(c, RADIX) >= 0);
    BigInteger number = hex ? new BigInteger(digits, RADIX) : null;
    if (number == null || number.bitLength() > maxBits) {
      throw new ClassicException(ClassicError.BAD_MESSAGE, "not a hexadecimal number");
    }
    return number;
  }
}
