package org.securechat.server.chat;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.room.Invitations;
import org.securechat.server.room.MembershipChange;
import org.securechat.server.room.RoomService;
import org.securechat.server.room.SupersededException;

/** Takes a user whose account ends out of all rooms, with a line in each. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class MembershipTermination {

  private final RoomService rooms;
  private final Invitations invitations;
  private final LineAppender lines;
  private final EventLineFactory events;

  /** For the container's proxy. */
  public MembershipTermination() {
    this(null, null, null, null);
  }

  @Inject
  public MembershipTermination(
      RoomService rooms, Invitations invitations, LineAppender lines, EventLineFactory events) {
    this.rooms = rooms;
    this.invitations = invitations;
    this.lines = lines;
    this.events = events;
  }

  /**
   * Ends every membership, every invitation and every block of a user. Each membership ends by
   * itself: after a failure the remaining ones end with the next call.
   *
   * @return how many memberships
   * @throws org.securechat.server.DomainException if a line could not be written
   */
  public int terminateAll(AuthenticatedUser user) {
    invitations.forget(user);
    int ended = 0;
    for (MembershipChange change : rooms.departures(user)) {
      if (terminate(change)) {
        ended++;
      }
    }
    return ended;
  }

  private boolean terminate(MembershipChange change) {
    try {
      lines.appendAndWait(events.line(change), events.following(change));
      return true;
    } catch (SupersededException e) {
      // Another call has ended this membership.
      return false;
    }
  }
}
