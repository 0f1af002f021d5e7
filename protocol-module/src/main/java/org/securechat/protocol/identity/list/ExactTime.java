package org.securechat.protocol.identity.list;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;

/**
 * The one form of times in certificates and lists (PROTOCOL.md §6.1): with seconds, in UTC, without
 * fractions, a moment that exists. Parsers differ in what they make of others.
 */
public final class ExactTime {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withResolverStyle(ResolverStyle.STRICT);
  private static final int UTC_TIME = 0x17;
  private static final int GENERALIZED_TIME = 0x18;

  private ExactTime() {}

  /** Whether a time has that form. */
  public static boolean is(ASN1Encodable time) {
    try {
      byte[] der = time.toASN1Primitive().getEncoded(ASN1Encoding.DER);
      String text = new String(der, 2, der.length - 2, StandardCharsets.ISO_8859_1);
      String century = text.compareTo("5") < 0 ? "20" : "19";
      LocalDateTime.parse(
          switch (der[0]) {
            case UTC_TIME -> century + text;
            case GENERALIZED_TIME -> text;
            default -> "";
          },
          FORM);
      return true;
    } catch (IOException | DateTimeParseException e) {
      return false;
    }
  }
}
