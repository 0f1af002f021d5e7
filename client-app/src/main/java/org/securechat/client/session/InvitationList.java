package org.securechat.client.session;

import java.util.List;
import java.util.function.Function;
import org.securechat.client.ClientException;
import org.securechat.client.lists.Pages;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;

/** Who wants something of the user, and from whom the user wants nothing (PROTOCOL.md §7.4). */
public final class InvitationList {
  private InvitationList() {}

  /** All open invitations, page by page. */
  public static List<Answer.Invited> open(ChatSession session) throws ClientException {
    return Pages.all(
        Answer.Invited::room,
        after -> {
          Answer.InvitationsAnswer page =
              session.ask(
                  id -> new Request.Invitations(id, after, Request.Invitations.MAX_LIMIT),
                  Answer.InvitationsAnswer.class);
          return new Pages.Page<>(page.invitations(), page.more());
        });
  }

  /** All users whom this one has blocked, page by page. */
  public static List<String> blocked(ChatSession session) throws ClientException {
    return Pages.all(
        Function.identity(),
        after -> {
          Answer.BlockedAnswer page =
              session.ask(
                  id -> new Request.Blocked(id, after, Request.Blocked.MAX_LIMIT),
                  Answer.BlockedAnswer.class);
          return new Pages.Page<>(page.users(), page.more());
        });
  }

  /** Takes the invitation to a room off the list. */
  public static void decline(ChatSession session, String room) throws ClientException {
    session.ask(id -> new Request.Decline(id, room), Answer.Empty.class);
  }

  /** Wants neither invitations nor direct rooms from that user any more. */
  public static void block(ChatSession session, String user) throws ClientException {
    session.ask(id -> new Request.Block(id, user), Answer.Empty.class);
  }

  /** Takes a block back. */
  public static void unblock(ChatSession session, String user) throws ClientException {
    session.ask(id -> new Request.Unblock(id, user), Answer.Empty.class);
  }
}
