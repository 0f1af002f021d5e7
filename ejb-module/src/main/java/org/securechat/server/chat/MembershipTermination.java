package org.securechat.server.chat;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.util.List;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.delivery.PostCommitDelivery;
import org.securechat.server.room.MembershipChange;
import org.securechat.server.room.RoomService;
import org.securechat.server.room.SupersededException;

/** Takes users whose accounts are no more out of their rooms, with a line in each. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class MembershipTermination {
  @EJB private RoomService rooms;
  @EJB private LineAppender lines;
  @EJB private EventLineFactory events;

  /**
   * Ends every membership and every invitation of a user. Each membership ends for itself: after a
   * failure those that are left end the next time.
   *
   * @return how many memberships
   * @throws org.securechat.server.ServiceException if a line could not be written
   */
  public int terminateAll(AuthenticatedUser user) {
    rooms.withdrawInvitations(user);
    int ended = 0;
    for (MembershipChange change : rooms.departures(user)) {
      if (depart(change)) {
        ended++;
      }
    }
    return ended;
  }

  private boolean depart(MembershipChange change) {
    try {
      lines.appendAndWait(
          events.line(change),
          new PostCommitDelivery(
              null, line -> null, () -> {}, List.of(), List.of(change.subject())));
      return true;
    } catch (SupersededException e) {
      // Somebody else has done it.
      return false;
    }
  }
}
