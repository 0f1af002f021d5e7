package org.securechat.protocol.application;

/**
 * Names of users and rooms: {@code [a-z0-9][a-z0-9._-]{0,63}}. So narrow that two names that look
 * alike are alike, and that none needs escaping in a transcript line, a file name or a URI.
 */
public final class Names {
  /** Characters of the longest name. */
  public static final int MAX_LENGTH = 64;

  /** What the names of direct rooms start with; no user can create such a room. */
  public static final String DIRECT_PREFIX = "dm:";

  /** What the names of rooms of the classic profile start with; no user can create such a room. */
  public static final String CLASSIC_PREFIX = "classic:";

  private static final int CLASSIC_PART = 16;

  /** Characters of the longest room name, that of a direct room. */
  public static final int MAX_ROOM_LENGTH = DIRECT_PREFIX.length() + MAX_LENGTH + 1 + MAX_LENGTH;

  /** Characters of a room's id, a UUID. */
  public static final int ROOM_ID_LENGTH = 36;

  private Names() {}

  /** Whether the text can name a user or a room that a user created. */
  public static boolean isName(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH || !isLetterOrDigit(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isLetterOrDigit(c) && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }

  /** Whether the text can name a room of any kind. */
  public static boolean isRoom(String text) {
    return isName(text) || isDirectRoom(text) || isClassicRoom(text);
  }

  /**
   * Whether the text names one session of the classic profile: {@code classic:} with the
   * certificate's fingerprint and the session's own number, 16 hexadecimal digits each.
   */
  public static boolean isClassicRoom(String text) {
    int colon = CLASSIC_PREFIX.length() + CLASSIC_PART;
    return text.length() == colon + 1 + CLASSIC_PART
        && text.startsWith(CLASSIC_PREFIX)
        && text.charAt(colon) == ':'
        && isHex(text, CLASSIC_PREFIX.length(), colon)
        && isHex(text, colon + 1, text.length());
  }

  private static boolean isHex(String text, int from, int to) {
    return text.substring(from, to).chars().allMatch(c -> isHex((char) c));
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  /** Whether the text is what {@link #directRoom} can return. */
  public static boolean isDirectRoom(String text) {
    if (!text.startsWith(DIRECT_PREFIX)) {
      return false;
    }
    int colon = text.indexOf(':', DIRECT_PREFIX.length());
    if (colon < 0) {
      return false;
    }
    String a = text.substring(DIRECT_PREFIX.length(), colon);
    String b = text.substring(colon + 1);
    return isName(a) && isName(b) && a.compareTo(b) <= 0;
  }

  /**
   * The name of the room that two users have to themselves, the same from either side; with
   * themselves, a notebook.
   *
   * @throws IllegalArgumentException if one is not a user name
   */
  public static String directRoom(String a, String b) {
    if (!isName(a) || !isName(b)) {
      throw new IllegalArgumentException("not a user name");
    }
    return a.compareTo(b) <= 0 ? DIRECT_PREFIX + a + ":" + b : DIRECT_PREFIX + b + ":" + a;
  }

  /** Whether the text is a UUID in its canonical lower-case form (RFC 9562 section 4). */
  public static boolean isRoomId(String text) {
    if (text.length() != ROOM_ID_LENGTH) {
      return false;
    }
    for (int i = 0; i < ROOM_ID_LENGTH; i++) {
      char c = text.charAt(i);
      boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
      if (hyphen ? c != '-' : !isHex(c)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the text has the outline of a mail address; it can still not exist. */
  public static boolean isEmail(String text) {
    int at = text.indexOf('@');
    return text.length() <= Bounds.EMAIL
        && at > 0
        && at == text.lastIndexOf('@')
        && at < text.length() - 1
        && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }
}
