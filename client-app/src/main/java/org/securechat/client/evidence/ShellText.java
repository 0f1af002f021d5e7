package org.securechat.client.evidence;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Commands to paste into a POSIX shell. */
public final class ShellText {
  private ShellText() {}

  /** The words as one command line, each quoted where it has to be. */
  public static String command(Object... words) {
    return Arrays.stream(words)
        .map(Object::toString)
        .map(ShellText::quote)
        .collect(Collectors.joining(" "));
  }

  /** The text as one word of a POSIX shell, whatever is in it. */
  public static String quote(String text) {
    if (!text.isEmpty() && text.chars().allMatch(ShellText::plain)) {
      return text;
    }
    // Inside single quotes nothing is special; a single quote itself stands outside of them.
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static boolean plain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "/._-:,+@%=".indexOf(c) >= 0;
  }
}
