package org.securechat.protocol.application;

/** How much of everything a message may hold; both codecs read this one list. */
final class Bounds {
  /** What every JSON implementation can still count. */
  static final long COUNTER = (1L << 53) - 1;

  static final int LIST = 1_000;
  static final int CERTIFICATE = 16_384;
  static final int RECEIPT = 4_096;
  static final int RECEIPT_SIGNATURE = 32_768;
  static final int TEXT = 1_024;

  private Bounds() {}
}
