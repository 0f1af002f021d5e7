package org.securechat.server.torture;

import java.util.UUID;

/**
 * The server's word about a line, given to somebody.
 *
 * @param erases the position of a message whose content is gone for good, or 0
 */
record Promise(UUID room, long position, String chain, long erases) {

  /** As one line, for another process. */
  String text() {
    return String.join(" ", room.toString(), Long.toString(position), chain, Long.toString(erases));
  }

  static Promise parse(String text) {
    String[] parts = text.split(" ", 4);
    return new Promise(
        UUID.fromString(parts[0]), Long.parseLong(parts[1]), parts[2], Long.parseLong(parts[3]));
  }
}
