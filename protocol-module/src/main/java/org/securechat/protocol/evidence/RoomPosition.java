package org.securechat.protocol.evidence;

import java.util.Comparator;
import java.util.UUID;
import java.util.regex.Pattern;
import org.securechat.protocol.crypto.Digests;

/**
 * Where a room's transcript ends, as a line of a {@link HeadsFile}: {@code room_id|position|chain}.
 *
 * @param roomId the room's id
 * @param position of its last line, from 1
 * @param chain the chain value after that line, 64 hexadecimal digits
 */
public record RoomPosition(UUID roomId, long position, String chain) {

  /** The order of the lines: that of the bytes of the ids as text. */
  public static final Comparator<UUID> BY_ID =
      (one, other) -> {
        int high =
            Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0
            ? high
            : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
      };

  private static final Pattern LINE =
      Pattern.compile(
          "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\|([1-9][0-9]{0,15})\\|([0-9a-f]{64})");

  /**
   * @throws IllegalArgumentException if a field has not its form
   */
  public RoomPosition {
    if (position < 1 || position > TranscriptLine.MAX_POSITION || !Digests.isHex(chain)) {
      throw new IllegalArgumentException("no position and chain value of a line");
    }
  }

  /** The line, without its end. */
  public String format() {
    return roomId + "|" + position + "|" + chain;
  }

  static RoomPosition parse(String line) throws EvidenceException {
    var fields = LINE.matcher(line);
    if (!fields.matches() || Long.parseLong(fields.group(2)) > TranscriptLine.MAX_POSITION) {
      throw new EvidenceException("a line is not of the form room_id|position|chain");
    }
    return new RoomPosition(
        UUID.fromString(fields.group(1)), Long.parseLong(fields.group(2)), fields.group(3));
  }
}
