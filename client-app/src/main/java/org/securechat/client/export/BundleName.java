package org.securechat.client.export;

import org.securechat.client.export.RoomRange.Part;

/** How the file of a bundle is called: by room and lines, so that the names are in their order. */
final class BundleName {
  private static final int MAX = 64;
  private static final int ID = 8;

  private BundleName() {}

  static String of(RoomRange range, Part part) {
    int width = Long.toString(range.last()).length();
    return room(range)
        + ("-%0" + width + "d-%0" + width + "d.zip").formatted(part.first(), part.last());
  }

  /**
   * A name that is no plain one gets a part of the room's id behind a sign that no plain one has.
   */
  private static String room(RoomRange range) {
    String name = range.room();
    if (name.matches("[a-z0-9][a-z0-9._-]{0," + (MAX - 1) + "}")) {
      return name;
    }
    String safe = name.replaceAll("[^a-z0-9@._-]", "_");
    return safe.substring(0, Math.min(safe.length(), MAX))
        + "+"
        + range.roomId().replaceAll("[^a-f0-9]", "").substring(0, ID);
  }
}
