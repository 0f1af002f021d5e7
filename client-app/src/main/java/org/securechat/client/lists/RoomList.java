package org.securechat.client.lists;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.connection.ChatConnection;
import org.securechat.client.connection.RequestRefusedException;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.RoomListing;
import org.securechat.protocol.name.Names;

/** The rooms that a user may see, page by page (PROTOCOL.md §7.4). */
public final class RoomList {
  private RoomList() {}

  /** The rooms that the user is in, and after them the others that every user finds. */
  public static List<RoomInfo> all(ChatConnection live) throws ClientException {
    List<RoomInfo> rooms = new ArrayList<>(memberships(live, List.of(), true));
    pages(live, RoomListing.PUBLIC, List.of(), true).stream()
        .filter(room -> !room.member())
        .forEach(rooms::add);
    return List.copyOf(rooms);
  }

  /**
   * The rooms that the user is in.
   *
   * @param first what the server has told so far
   * @param more whether it said that there are more
   */
  public static List<RoomInfo> memberships(ChatConnection live, List<RoomInfo> first, boolean more)
      throws ClientException {
    return pages(live, RoomListing.MEMBER, first, more);
  }

  private static List<RoomInfo> pages(
      ChatConnection live, RoomListing listing, List<RoomInfo> first, boolean more)
      throws ClientException {
    return Pages.all(
        new Pages.Page<>(first, more),
        RoomInfo::name,
        after -> {
          Answer.RoomsAnswer page =
              live.ask(
                  id -> new Request.Rooms(id, listing, after, Request.Rooms.MAX_LIMIT),
                  Answer.RoomsAnswer.class);
          return new Pages.Page<>(page.rooms(), page.more());
        });
  }

  /** One room, if the user may know of it. */
  public static Optional<RoomInfo> find(ChatConnection live, String room) throws ClientException {
    if (!Names.isRoom(room)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          live.ask(id -> new Request.RoomRequest(id, room), Answer.RoomAnswer.class).room());
    } catch (RequestRefusedException e) {
      if (e.error() == ErrorCode.NO_SUCH_ROOM) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
