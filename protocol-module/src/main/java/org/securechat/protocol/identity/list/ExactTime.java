package org.securechat.protocol.identity.list;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;

/**
 * The one form of times in certificates and lists (PROTOCOL.md §6.1): with seconds, in UTC, without
 * fractions, a moment that exists. Parsers differ in what they make of others.
 */
public final class ExactTime {
  private static final int UTC_TIME = 0x17;
  private static final int GENERALIZED_TIME = 0x18;
  private static final int SECONDS_IN_A_DAY = 86_400;

  private ExactTime() {}

  /** Whether a time has that form. A list can have a hundred thousand. */
  public static boolean is(ASN1Encodable time) {
    try {
      byte[] der = time.toASN1Primitive().getEncoded(ASN1Encoding.DER);
      String text = new String(der, 2, der.length - 2, StandardCharsets.ISO_8859_1);
      String century = text.compareTo("5") < 0 ? "20" : "19";
      return exists(
          switch (der[0]) {
            case UTC_TIME -> century + text;
            case GENERALIZED_TIME -> text;
            default -> "";
          });
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean exists(String text) {
    if (text.length() != "yyyyMMddHHmmssZ".length() || text.charAt(text.length() - 1) != 'Z') {
      return false;
    }
    for (int i = 0; i < text.length() - 1; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    int month = number(text, 4, 6);
    int day = number(text, 6, 8);
    int second = (number(text, 8, 10) * 60 + number(text, 10, 12)) * 60 + number(text, 12, 14);
    return month >= 1
        && month <= 12
        && day >= 1
        && day <= YearMonth.of(number(text, 0, 4), month).lengthOfMonth()
        && number(text, 10, 12) < 60
        && number(text, 12, 14) < 60
        && second < SECONDS_IN_A_DAY;
  }

  private static int number(String text, int from, int end) {
    return Integer.parseInt(text, from, end, 10);
  }
}
