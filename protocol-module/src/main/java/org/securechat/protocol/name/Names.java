package org.securechat.protocol.name;

/**
 * Names of users and rooms (PROTOCOL.md §1). So narrow that two names that look alike are alike,
 * and that none needs escaping in a transcript line or a file name.
 */
public final class Names {
  /** Characters of the longest username. */
  public static final int MAX_USERNAME = 128;

  /** Characters of the longest name that a user can give a room. */
  public static final int MAX_CREATED_ROOM = 64;

  /** What the names of direct rooms start with; no user can create such a room. */
  public static final String DIRECT_PREFIX = "dm:";

  /** What the names of rooms of the classic profile start with; no user can create such a room. */
  public static final String CLASSIC_PREFIX = "classic:";

  private static final int CLASSIC_PART = 16;

  /**
   * Characters of the longest room name, that of a direct room: prefix, colon and two usernames.
   */
  public static final int MAX_ROOM_LENGTH = 3 + MAX_USERNAME + 1 + MAX_USERNAME;

  private Names() {}

  /**
   * Whether the text can name a user: {@code [a-z0-9][a-z0-9._+-]*(@[a-z0-9._+-]*[a-z0-9])?} with 1
   * to 128 characters.
   */
  public static boolean isUsername(String text) {
    int length = text.length();
    if (length == 0 || length > MAX_USERNAME || !isLetterOrDigit(text.charAt(0))) {
      return false;
    }
    int at = text.indexOf('@');
    if (at < 0) {
      return isAll(text, 1, length, "._+-");
    }
    return isAll(text, 1, at, "._+-")
        && isAll(text, at + 1, length, "._+-")
        && at < length - 1
        && isLetterOrDigit(text.charAt(length - 1));
  }

  /** Whether a user can give a room this name: {@code [a-z0-9][a-z0-9._-]{0,63}}. */
  public static boolean isCreatedRoom(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_CREATED_ROOM
        && isLetterOrDigit(text.charAt(0))
        && isAll(text, 1, text.length(), "._-");
  }

  private static boolean isAll(String text, int from, int to, String besides) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!isLetterOrDigit(c) && besides.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Folds A to Z and nothing else, so that no two different letters can meet: how the name in a
   * certificate becomes a username.
   */
  public static String lowerCase(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    text.chars()
        .map(c -> c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c)
        .forEach(c -> folded.append((char) c));
    return folded.toString();
  }

  /** Whether the text can name a room of any kind. */
  public static boolean isRoom(String text) {
    return isCreatedRoom(text) || isDirectRoom(text) || isClassicRoom(text);
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

  static boolean isHex(char c) {
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
    return isUsername(a) && isUsername(b) && a.compareTo(b) <= 0;
  }

  /**
   * The name of the room that two users have to themselves, the same from either side; with
   * themselves, a notebook.
   *
   * @throws IllegalArgumentException if one is not a user name
   */
  public static String directRoom(String a, String b) {
    if (!isUsername(a) || !isUsername(b)) {
      throw new IllegalArgumentException("not a user name");
    }
    return a.compareTo(b) <= 0 ? DIRECT_PREFIX + a + ":" + b : DIRECT_PREFIX + b + ":" + a;
  }

  /**
   * The other of the two whose direct room it is; the same one for a notebook.
   *
   * @throws IllegalArgumentException if it is not a direct room of this user
   */
  public static String partner(String directRoom, String user) {
    String both = isDirectRoom(directRoom) ? directRoom.substring(DIRECT_PREFIX.length()) : "";
    if (both.startsWith(user + ":")) {
      return both.substring(user.length() + 1);
    }
    if (both.endsWith(":" + user)) {
      return both.substring(0, both.length() - user.length() - 1);
    }
    throw new IllegalArgumentException("not a direct room of this user");
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }
}
