package org.securechat.client;

/** Makes text from the network harmless for a terminal. */
public final class SafeText {
  private SafeText() {}

  /**
   * The text with everything visible that a terminal would obey: control characters, and marks that
   * turn the direction of writing. Line ends stay.
   */
  public static String of(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(safe, c));
    return safe.toString();
  }

  /** As {@link #of}, in one line. */
  public static String line(String text) {
    return of(text).replace("\n", "\\n");
  }

  private static void append(StringBuilder safe, int c) {
    if (c == '\n') {
      safe.append('\n');
    } else if (c == '\t') {
      safe.append("    ");
    } else if (Character.isISOControl(c) || turnsDirection(c) || c == 0x2028 || c == 0x2029) {
      safe.append(String.format("\\u%04x", c));
    } else {
      safe.appendCodePoint(c);
    }
  }

  private static boolean turnsDirection(int c) {
    return (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0x061c
        || c == 0x200e
        || c == 0x200f;
  }
}
