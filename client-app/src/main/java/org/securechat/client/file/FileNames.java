package org.securechat.client.file;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.securechat.protocol.evidence.FileInfo;

/** Names of files as they are sent, and as they are given to files here. */
public final class FileNames {
  /** Bytes of the longest name that every file system takes, with room for a number. */
  private static final int MAX_BYTES = 200;

  private static final String USUAL = "file";

  /** What Windows takes for a device, with any ending. */
  private static final Pattern DEVICE =
      Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])( *\\..*)?");

  private FileNames() {}

  /** The name of a file of the user's as others may be told it. */
  static String sent(String name) {
    StringBuilder plain = new StringBuilder();
    name.codePoints()
        .filter(c -> plain.length() + Character.charCount(c) <= FileInfo.MAX_NAME)
        .forEach(c -> plain.appendCodePoint(FileInfo.isForbidden(c) ? '_' : c));
    return FileInfo.isName(plain.toString()) ? plain.toString() : USUAL;
  }

  /**
   * The name that a file gets here, whatever its author calls it: no part of a path, not hidden, no
   * device, nothing that a terminal or a shell's pattern obeys, nothing that turns the direction of
   * writing, so that it ends as it seems to.
   */
  public static String local(String name) {
    StringBuilder safe = new StringBuilder();
    name.codePoints().forEach(c -> safe.appendCodePoint(isPlain(c) ? c : '_'));
    String shortened = shortened(safe.toString());
    int end = shortened.length();
    while (end > 0 && (shortened.charAt(end - 1) == '.' || shortened.charAt(end - 1) == ' ')) {
      end--;
    }
    String plain = shortened.substring(0, end).strip();
    if (plain.isEmpty()) {
      return USUAL;
    }
    // A dash would be an option to the next command.
    return plain.startsWith(".") || plain.startsWith("-") || DEVICE.matcher(plain).matches()
        ? "_" + plain
        : plain;
  }

  private static boolean isPlain(int c) {
    return !FileInfo.isForbidden(c)
        && "<>:|?*$`'~".indexOf(c) < 0
        && switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.PRIVATE_USE,
              Character.UNASSIGNED,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              false;
          default -> true;
        };
  }

  /** The ending stays. */
  private static String shortened(String name) {
    if (bytes(name) <= MAX_BYTES) {
      return name;
    }
    int dot = name.lastIndexOf('.');
    String ending =
        dot > 0 && bytes(name.substring(dot)) <= MAX_BYTES / 4 ? name.substring(dot) : "";
    String begin = name.substring(0, name.length() - ending.length());
    while (bytes(begin) + bytes(ending) > MAX_BYTES) {
      begin = begin.substring(0, begin.offsetByCodePoints(begin.length(), -1));
    }
    return begin + ending;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Another name for the same file: {@code report (2).pdf}. */
  static String numbered(String name, int number) {
    int dot = name.lastIndexOf('.');
    return dot > 0
        ? name.substring(0, dot) + " (" + number + ")" + name.substring(dot)
        : name + " (" + number + ")";
  }
}
