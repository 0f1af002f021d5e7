package org.securechat.client.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.connection.ChatConnection;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;

/** The rooms of a user, page by page (PROTOCOL.md §7.4). */
final class RoomList {
  private RoomList() {}

  /** All of them. */
  static List<RoomInfo> all(ChatConnection live) throws ClientException {
    return complete(live, List.of(), true);
  }

  /**
   * A list with the pages that follow.
   *
   * @param first what the server has told so far
   * @param more whether it said that there are more
   */
  static List<RoomInfo> complete(ChatConnection live, List<RoomInfo> first, boolean more)
      throws ClientException {
    List<RoomInfo> rooms = new ArrayList<>(first);
    boolean another = more;
    while (another) {
      Optional<String> after =
          rooms.isEmpty() ? Optional.empty() : Optional.of(rooms.getLast().name());
      Answer.RoomsAnswer page =
          live.ask(
              id -> new Request.Rooms(id, after, Request.Rooms.MAX_LIMIT),
              Answer.RoomsAnswer.class);
      rooms.addAll(page.rooms());
      // An empty page that promises more would be asked for without end.
      another = page.more() && !page.rooms().isEmpty();
    }
    return List.copyOf(rooms);
  }

  static Optional<RoomInfo> find(ChatConnection live, String room) throws ClientException {
    return all(live).stream().filter(info -> info.name().equals(room)).findFirst();
  }
}
