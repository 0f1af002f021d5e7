package org.securechat.server.search;

/**
 * A Bloom filter as bytes. It says of every value that was put into it that it may be there, and of
 * about one in twenty others, too.
 */
final class GramFilter {
  /** Bytes of the largest: what a row has room for. */
  static final int MAX_BYTES = 49_152;

  private static final int BITS_EACH = 6;
  private static final int HASHES = 4;

  /** Values of the fullest filter; what has more matches everything. */
  static final int MAX_VALUES = MAX_BYTES * Byte.SIZE / BITS_EACH;

  private static final byte[] EVERYTHING = {(byte) 0xff};

  private GramFilter() {}

  /** The filter over these values; without a byte if there are none. */
  static byte[] of(GramSet values) {
    if (values.isFull()) {
      return EVERYTHING.clone();
    }
    byte[] filter = new byte[(values.size() * BITS_EACH + Byte.SIZE - 1) / Byte.SIZE];
    values.forEach(value -> {
      for (int i = 0; i < HASHES; i++) {
        int bit = bit(value, i, filter.length);
        filter[bit / Byte.SIZE] |= (byte) (1 << (bit % Byte.SIZE));
      }
    });
    return filter;
  }

  /** Whether all of these may be there; false for a filter over nothing. */
  static boolean mayHold(byte[] filter, long[] values) {
    if (filter.length == 0) {
      return false;
    }
    for (long value : values) {
      for (int i = 0; i < HASHES; i++) {
        int bit = bit(value, i, filter.length);
        if ((filter[bit / Byte.SIZE] & (1 << (bit % Byte.SIZE))) == 0) {
          return false;
        }
      }
    }
    return true;
  }

  private static int bit(long value, int number, int bytes) {
    // The second half as the step, odd so that it is never 0.
    long step = (value >>> Integer.SIZE) | 1;
    return (int) Long.remainderUnsigned(value + number * step, (long) bytes * Byte.SIZE);
  }
}
