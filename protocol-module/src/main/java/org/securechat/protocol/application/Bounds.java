package org.securechat.protocol.application;

import org.securechat.protocol.evidence.Countersignature;
import org.securechat.protocol.evidence.Receipt;

/** How much of everything a message may hold; both codecs read this one list. */
final class Bounds {
  /** What every JSON implementation can still count. */
  static final long COUNTER = (1L << 53) - 1;

  static final int LIST = 1_000;
  static final int CERTIFICATE = 16_384;
  static final int RECEIPT = Receipt.MAX_LENGTH;
  static final int COUNTERSIGNATURE = Countersignature.MAX_LENGTH;
  static final int LIST_PART = 45_000;
  static final int FILE_PART = 45_000;
  static final int TEXT = 1_024;

  private Bounds() {}
}
