package org.securechat.web.transcript;

import org.securechat.server.admin.export.RoomPlan;
import org.securechat.web.page.RangeView;

/** How the plan of a room's export is shown. */
final class RoomRanges {
  private RoomRanges() {}

  static RangeView view(RoomPlan room) {
    return room.plan()
        .map(plan -> RangeView.of(room.roomId(), room.roomName(), plan))
        .orElseGet(() -> RangeView.unreadable(room.roomId(), room.roomName()));
  }
}
