package org.securechat.protocol.name;

/** Ids of rooms: UUIDs in their canonical lower-case form (RFC 9562 section 4). */
public final class RoomIds {
  /** Characters of an id. */
  public static final int LENGTH = 36;

  private RoomIds() {}

  /** Whether the text can be the id of a room. */
  public static boolean isRoomId(String text) {
    if (text.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      char c = text.charAt(i);
      boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
      if (hyphen ? c != '-' : !Names.isHex(c)) {
        return false;
      }
    }
    return true;
  }
}
