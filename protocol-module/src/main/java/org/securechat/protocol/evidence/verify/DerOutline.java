package org.securechat.protocol.evidence.verify;

import java.util.ArrayList;
import java.util.List;

/** The outermost elements of a DER encoding, without a look at what is in them. */
final class DerOutline {
  private static final int SEQUENCE = 0x30;
  private static final int BIT_STRING = 0x03;
  private static final int LONG_FORM = 0x80;
  private static final int MAX_LENGTH_BYTES = 4;

  private final byte[] der;
  private int tag;
  private int start;
  private long end;

  private DerOutline(byte[] der) {
    this.der = der;
  }

  /** Whether it is one element with the three parts that a certificate has, and nothing behind. */
  static boolean isCertificate(byte[] der) {
    DerOutline outline = new DerOutline(der);
    if (!outline.read(0, der.length) || outline.tag != SEQUENCE || outline.end != der.length) {
      return false;
    }
    List<Integer> tags = new ArrayList<>();
    while (outline.start < der.length) {
      if (!outline.read(outline.start, der.length)) {
        return false;
      }
      tags.add(outline.tag);
      outline.start = (int) outline.end;
    }
    return tags.equals(List.of(SEQUENCE, SEQUENCE, BIT_STRING));
  }

  /** Reads tag and length (X.690 §8.1), which has to be as short as can be (§10.1). */
  private boolean read(int at, int limit) {
    if (at + 2 > limit) {
      return false;
    }
    tag = der[at] & 0xff;
    long length = der[at + 1] & 0xff;
    start = at + 2;
    if (length >= LONG_FORM) {
      int bytes = (int) length - LONG_FORM;
      if (bytes < 1 || bytes > MAX_LENGTH_BYTES || start + bytes > limit || der[start] == 0) {
        return false;
      }
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = (length << 8) | (der[start++] & 0xff);
      }
      if (length < LONG_FORM) {
        return false;
      }
    }
    end = start + length;
    return end <= limit;
  }
}
