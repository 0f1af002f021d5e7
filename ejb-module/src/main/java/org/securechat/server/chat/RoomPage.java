package org.securechat.server.chat;

import java.util.ArrayList;
import java.util.List;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.json.Json;

/** As many rooms of a list as one record can carry; nothing fits behind one that did not. */
final class RoomPage {

  private static final int ROOM_FIELDS = 290;

  private final int limit;
  private final List<RoomInfo> rooms = new ArrayList<>();
  private int used;
  private boolean full;

  RoomPage(int limit) {
    this.limit = limit;
  }

  /** Takes the next room of the list; false if it has to be on another page. */
  boolean add(RoomInfo room) {
    used += room.name().length() + ROOM_FIELDS + Json.write(room.terms().topic()).length;
    full = full || rooms.size() >= limit || used > ResponseTruncation.BUDGET;
    return !full && rooms.add(room);
  }

  List<RoomInfo> rooms() {
    return List.copyOf(rooms);
  }
}
