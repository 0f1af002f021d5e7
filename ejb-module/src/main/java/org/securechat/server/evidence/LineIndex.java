package org.securechat.server.evidence;

import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Finds lines by what the database says about them, without their content. It verifies nothing: it
 * chooses which lines an export has, and the export verifies them. Thread-safe.
 */
public interface LineIndex {
  /** When the line was received, in milliseconds since 1970; empty if there is no such line. */
  OptionalLong receivedAt(UUID roomId, long position);

  /** At most limit lines from first to last position, in order. */
  List<LineSize> sizes(UUID roomId, long first, long last, int limit);

  /** What the server itself said in at most limit lines from first to last position, in order. */
  List<ServerLine> serverLines(UUID roomId, long first, long last, int limit);

  /**
   * A line without its content.
   *
   * @param bytes of the payload; empty if it was erased
   */
  record LineSize(long position, String sender, OptionalLong bytes) {}

  /** A line of the server's. */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  record ServerLine(long position, byte[] payload) {}
}
