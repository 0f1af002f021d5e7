package org.securechat.web.security;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** What is in an {@code Authorization} header (RFC 9110 section 11.6.2). */
final class Authorization {

  private static final int MAX_LENGTH = 16_384;

  private Authorization() {}

  /** The token of the scheme {@code Bearer} (RFC 6750). */
  static Optional<String> bearer(String header) {
    return credentials(header, "Bearer ");
  }

  /** Name and password of the scheme {@code Basic} (RFC 7617), which are UTF-8. */
  static Optional<Basic> basic(String header) {
    Optional<String> credentials = credentials(header, "Basic ");
    if (credentials.isEmpty()) {
      return Optional.empty();
    }
    byte[] decoded = new byte[0];
    CharBuffer text = CharBuffer.allocate(0);
    try {
      decoded = Base64.getDecoder().decode(credentials.get());
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(decoded));
      int colon = text.toString().indexOf(':');
      if (colon < 0) {
        return Optional.empty();
      }
      char[] password = new char[text.limit() - colon - 1];
      text.get(colon + 1, password);
      return Optional.of(new Basic(text.subSequence(0, colon).toString(), password));
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    } finally {
      Arrays.fill(decoded, (byte) 0);
    }
  }

  private static Optional<String> credentials(String header, String scheme) {
    return header.length() <= MAX_LENGTH
            && header.regionMatches(true, 0, scheme, 0, scheme.length())
        ? Optional.of(header.substring(scheme.length()).trim())
        : Optional.empty();
  }

  /**
   * The name and the password that a caller claims.
   *
   * @param password the caller's to wipe
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; an array, to be wiped
  record Basic(String name, char[] password) {
    @Override
    public String toString() {
      return "Basic[redacted]";
    }
  }
}
