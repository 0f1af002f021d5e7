package org.securechat.protocol.evidence.verify;

import java.util.ArrayList;
import java.util.List;
import org.securechat.protocol.identity.list.DerCursor;
import org.securechat.protocol.identity.list.DerCursor.MalformedDerException;

/** The outermost elements of a DER encoding, without a look at what is in them. */
final class DerOutline {
  private static final int SEQUENCE = 0x30;
  private static final int BIT_STRING = 0x03;

  private DerOutline() {}

  /** Whether it is one element with the three parts that a certificate has, and nothing behind. */
  static boolean isCertificate(byte[] der) {
    DerCursor cursor = new DerCursor(der);
    List<Integer> tags = new ArrayList<>();
    try {
      cursor.only(0, der.length, SEQUENCE);
      int place = cursor.at();
      while (place < der.length) {
        cursor.element(place, der.length);
        tags.add(cursor.tag());
        place = cursor.after();
      }
    } catch (MalformedDerException e) {
      return false;
    }
    return tags.equals(List.of(SEQUENCE, SEQUENCE, BIT_STRING));
  }
}
