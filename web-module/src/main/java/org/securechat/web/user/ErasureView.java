package org.securechat.web.user;

import java.util.List;
import org.securechat.server.admin.user.ErasurePreview.Preview;
import org.securechat.server.retention.SpokenRoom;

/**
 * What erasing a user would do.
 *
 * @param username whose account it is
 * @param memberships rooms that the user would leave
 * @param invitations that the user would lose
 * @param messages that would lose their text
 * @param rooms with messages that still have it, those that keep it first
 * @param roomsKept names of the rooms that would keep it, because they are on legal hold
 * @param ownerOf names of the rooms that would be without this owner
 * @param sessions on this node, which would end
 * @param complete whether these are all rooms
 */
public record ErasureView(
    String username,
    long memberships,
    long invitations,
    long messages,
    List<RoomView> rooms,
    List<String> roomsKept,
    List<String> ownerOf,
    long sessions,
    boolean complete) {

  /**
   * A room in which the user has spoken.
   *
   * @param room its name
   * @param messages the user's messages with their text
   * @param kept whether they would keep it
   */
  public record RoomView(String room, long messages, boolean kept) {
    static RoomView of(SpokenRoom spoken) {
      return new RoomView(spoken.room(), spoken.messages(), spoken.held());
    }
  }

  static ErasureView of(Preview preview) {
    return new ErasureView(
        preview.user().username(),
        preview.memberships(),
        preview.invitations(),
        preview.messages(),
        preview.spoken().stream().map(RoomView::of).toList(),
        preview.spoken().stream().filter(SpokenRoom::held).map(SpokenRoom::room).toList(),
        preview.ownerOf(),
        preview.sessions(),
        preview.complete());
  }
}
