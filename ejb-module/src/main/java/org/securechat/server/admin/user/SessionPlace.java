package org.securechat.server.admin.user;

import java.time.DateTimeException;
import java.time.Instant;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.session.ListedSession;

/**
 * A place in the list of sessions; the session that was there may have ended.
 *
 * @param since when it began
 * @param id its id
 */
public record SessionPlace(Instant since, String id) {
  public static SessionPlace of(ListedSession session) {
    return new SessionPlace(session.since(), session.channelBinding());
  }

  /**
   * What {@link #format} has written.
   *
   * @throws AdministrationException {@code INVALID} for anything else
   */
  public static SessionPlace parse(String text) {
    int space = text.indexOf(' ');
    try {
      if (space > 0) {
        return new SessionPlace(Instant.parse(text.substring(0, space)), text.substring(space + 1));
      }
    } catch (DateTimeException e) {
      // Refused below.
    }
    throw AdministrationException.invalid("after", "is not the 'next' of a previous page");
  }

  public String format() {
    return since + " " + id;
  }

  boolean isBefore(ListedSession session) {
    int order = since.compareTo(session.since());
    return order < 0 || (order == 0 && id.compareTo(session.channelBinding()) < 0);
  }
}
