package org.securechat.protocol.evidence;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.securechat.protocol.crypto.Digests;

/**
 * The hash chain over a room's transcript:
 *
 * <pre>
 * chain(0) = hex SHA-256("securechat/transcript/1\n" room-uuid "\n")
 * chain(n) = hex SHA-256(chain(n-1) "\n" line(n) "\n")
 * </pre>
 *
 * <p>so that {@code printf '%s\n%s\n' "$previous" "$line" | sha256sum} is the whole verification of
 * a link. Thread-safe.
 */
public final class Chain {
  private static final String LABEL = "securechat/transcript/1";

  private Chain() {}

  /** The value before the first line. */
  public static String genesis(UUID room) {
    return link(LABEL, room.toString());
  }

  /**
   * The value after a line.
   *
   * @param previous the value before it, 64 hexadecimal digits
   * @param line its text, without end of line
   * @throws IllegalArgumentException if {@code previous} is not such a value or the line contains
   *     an end of line, because then two histories could have one hash
   */
  public static String next(String previous, String line) {
    if (!Digests.isHex(previous) || line.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("not a chain value and a line");
    }
    return link(previous, line);
  }

  /**
   * The value before the first line and those after each line.
   *
   * @param previous as for {@link #next}
   */
  public static List<String> values(String previous, List<TranscriptLine> lines) {
    List<String> values = new ArrayList<>(lines.size() + 1);
    values.add(previous);
    String last = previous;
    for (TranscriptLine line : lines) {
      last = next(last, line.format());
      values.add(last);
    }
    return values;
  }

  private static String link(String first, String second) {
    return Digests.sha256Hex((first + "\n" + second + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
