package org.securechat.web.user;

import java.util.List;
import java.util.Locale;
import org.securechat.server.admin.user.UserErasure.Erased;
import org.securechat.server.retention.ErasedMessages;

/**
 * What was erased.
 *
 * @param user what is left of the account
 * @param membershipsEnded rooms that the user was in
 * @param messagesErased messages whose text is gone by this request
 * @param roomsKept rooms that keep what the user has said, so that the account stays {@code
 *     erasing}
 */
public record ErasedAnswer(
    UserView user, int membershipsEnded, long messagesErased, List<RoomKept> roomsKept) {

  /**
   * A room that keeps what was said.
   *
   * @param room its name
   * @param reason {@code held} or {@code unavailable}
   */
  public record RoomKept(String room, String reason) {
    static RoomKept of(ErasedMessages.Kept kept) {
      return new RoomKept(kept.room(), kept.reason().name().toLowerCase(Locale.ROOT));
    }
  }

  static ErasedAnswer of(Erased erased) {
    return new ErasedAnswer(
        UserView.of(erased.user()),
        erased.memberships(),
        erased.messages().erased(),
        erased.messages().kept().stream().map(RoomKept::of).toList());
  }
}
