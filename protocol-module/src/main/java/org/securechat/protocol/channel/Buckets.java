package org.securechat.protocol.channel;

import org.securechat.protocol.crypto.CipherSuite;
import org.securechat.protocol.wire.Limits;

/** The lengths that the inside of a record can have (PROTOCOL.md §4): its size says little. */
final class Buckets {
  private static final int[] SMALL = {64, 256, 1024, 4096};
  private static final int STEP = 4096;

  /** The largest bucket whose record still fits a frame. */
  static final int LARGEST = (Limits.MAX_BODY_LENGTH - CipherSuite.TAG_LENGTH) / STEP * STEP;

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
    return (needed + STEP - 1) / STEP * STEP;
  }
}
