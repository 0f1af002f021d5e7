package org.securechat.server.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.securechat.protocol.crypto.Digests;

/**
 * One content in one room.
 *
 * @param sha256 of the content, 64 hexadecimal digits
 */
public record FileKey(UUID room, String sha256) {
  private static final int BRANCH = 2;

  /**
   * What it is called in the folder. The room's id is in it: who sees a name there cannot compare
   * contents of two rooms.
   */
  public String storedName() {
    String text = "securechat file\n" + room + "\n" + sha256 + "\n";
    return Digests.sha256Hex(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Where the content stands in a folder of contents.
   *
   * @param generation a name that no other place has; empty for contents that have none
   */
  public Path placeIn(Path folder, String generation) {
    String name = storedName();
    return folder
        .resolve("content")
        .resolve(name.substring(0, BRANCH))
        .resolve(generation.isEmpty() ? name : name + "." + generation);
  }
}
