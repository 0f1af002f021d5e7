package org.securechat.protocol.channel;

import org.securechat.protocol.crypto.CipherSuite;
import org.securechat.protocol.wire.Limits;

/** The lengths that the inside of a record can have (PROTOCOL.md §4): its size says little. */
final class Buckets {
  private static final int[] SMALL = {64, 256, 1024};

  /** Each doubling of the length has 2^3 buckets. */
  private static final int EIGHTHS = 3;

  /** The largest bucket whose record still fits a frame. */
  static final int LARGEST = largest();

  /** The most data that fits the largest bucket. */
  static final int MAX_DATA = LARGEST - Message.HEADER_LENGTH;

  private Buckets() {}

  /**
   * The bucket of a message.
   *
   * @param dataLength the bytes of its data, at most {@link #MAX_DATA}
   */
  static int of(int dataLength) {
    int needed = Message.HEADER_LENGTH + dataLength;
    for (int bucket : SMALL) {
      if (needed <= bucket) {
        return bucket;
      }
    }
    int step = step(needed);
    return (needed + step - 1) / step * step;
  }

  /** An eighth of the largest power of two below {@code needed}: at most so much is padding. */
  private static int step(int needed) {
    return Integer.highestOneBit(needed - 1) >> EIGHTHS;
  }

  private static int largest() {
    int most = Limits.MAX_BODY_LENGTH - CipherSuite.TAG_LENGTH;
    return most / step(most) * step(most);
  }
}
