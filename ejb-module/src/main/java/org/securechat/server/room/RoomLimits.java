package org.securechat.server.room;

import java.util.Optional;
import java.util.function.Supplier;
import org.securechat.protocol.application.RoomRole;
import org.securechat.server.room.RoomException.Reason;

/**
 * How much one user may have, and who may invite, so that none takes the server or another user's
 * list. It is looked at twice: when a change is decided, so that no line is tried for what is too
 * much already, and when it is applied. Only the latter counts, because changes that are decided at
 * the same moment know nothing of each other, and are applied one after the other.
 *
 * @param made rooms that a user has made and that are not archived, direct ones left out
 * @param memberships rooms that a user has entered, direct ones left out
 * @param invitations open invitations to one user
 * @param invitationsFromOne invitations to one user by the same other, declined ones included
 * @param directPerDay direct rooms that a user makes in 24 hours
 * @param blocked users whom a user has blocked
 * @param membersInvite whether ordinary members invite to rooms, or only owners and moderators
 */
public record RoomLimits(
    int made,
    int memberships,
    int invitations,
    int invitationsFromOne,
    int directPerDay,
    int blocked,
    boolean membersInvite) {

  void checkMade(long present) {
    check(present, made, Reason.TOO_MANY_MADE);
  }

  void checkMemberships(long present) {
    check(present, memberships, Reason.TOO_MANY_MEMBERSHIPS);
  }

  void checkInvitations(long present) {
    check(present, invitations, Reason.TOO_MANY_INVITATIONS);
  }

  void checkInvitationsFromOne(long present) {
    check(present, invitationsFromOne, Reason.TOO_MANY_INVITATIONS_FROM_ONE);
  }

  void checkDirect(long made) {
    check(made, directPerDay, Reason.TOO_MANY_DIRECT_ROOMS);
  }

  void checkBlocked(long present) {
    check(present, blocked, Reason.TOO_MANY_BLOCKED);
  }

  /**
   * Whether somebody may invite.
   *
   * @param role is asked for only where it decides
   */
  void checkInviter(Supplier<Optional<RoomRole>> role) {
    if (!membersInvite && role.get().filter(own -> own != RoomRole.MEMBER).isEmpty()) {
      throw new RoomException(Reason.MODERATORS_INVITE, "an ordinary member");
    }
  }

  private static void check(long present, int most, Reason otherwise) {
    if (present >= most) {
      throw new RoomException(otherwise, present + " where " + most + " are allowed");
    }
  }
}
