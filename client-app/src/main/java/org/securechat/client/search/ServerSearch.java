package org.securechat.client.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.securechat.client.ClientException;
import org.securechat.client.session.ChatSession;
import org.securechat.client.session.RoomMessage;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;

/** Has the server search in a room, page by page, and checks each line that it finds. */
public final class ServerSearch {
  private ServerSearch() {}

  /**
   * What was found.
   *
   * @param lines oldest first
   * @param searchedTo down to which line the server says that it has searched
   * @param more whether lines before that one were not searched
   */
  public record Result(List<RoomMessage.Found> lines, long searchedTo, boolean more) {
    /** Copies the lines. */
    public Result {
      lines = List.copyOf(lines);
    }
  }

  /**
   * Searches from the newest line to the first, or until as many were found as are wanted.
   *
   * @param room one that the user may read
   * @throws ClientException if the server refuses, or answers something else
   */
  public static Result in(ChatSession session, RoomInfo room, ServerQuery query)
      throws ClientException {
    List<RoomMessage.Found> found = new ArrayList<>();
    OptionalLong before = OptionalLong.empty();
    Answer.SearchAnswer page;
    do {
      page = page(session, room.name(), query, before, wanted(query, found));
      found.addAll(session.judge(room, page.entries()));
      before = OptionalLong.of(page.searchedTo());
    } while (page.more() && wanted(query, found) > 0);
    found.sort(Comparator.comparingLong(one -> one.line().position()));
    return new Result(found, page.searchedTo(), page.more());
  }

  private static int wanted(ServerQuery query, List<RoomMessage.Found> found) {
    return query.most() == 0
        ? Request.Search.MAX_LIMIT
        : Math.min(Request.Search.MAX_LIMIT, query.most() - found.size());
  }

  private static Answer.SearchAnswer page(
      ChatSession session, String room, ServerQuery query, OptionalLong before, int limit)
      throws ClientException {
    Answer.SearchAnswer page =
        session.ask(
            id -> new Request.Search(id, room, query.words(), query.sender(), before, limit),
            Answer.SearchAnswer.class);
    if (!answers(page, room, before, limit)) {
      throw new ClientException(
          "the server's answer to a search in " + room + " is not of the lines that were asked for",
          "'securechat history' fetches the room and checks all of it.");
    }
    return page;
  }

  /** A page has to go on where the one before has ended: else there may be no end. */
  private static boolean answers(
      Answer.SearchAnswer page, String room, OptionalLong before, int limit) {
    long next = before.orElse(Long.MAX_VALUE);
    if (page.more() && page.searchedTo() >= next) {
      return false;
    }
    for (Entry entry : page.entries()) {
      if (!entry.room().equals(room)
          || entry.position() >= next
          || entry.position() < page.searchedTo()) {
        return false;
      }
      next = entry.position();
    }
    return page.room().equals(room) && page.entries().size() <= limit;
  }
}
