package org.securechat.server.room;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.account.User;
import org.securechat.server.account.Users;
import org.securechat.server.room.RoomException.Reason;

/**
 * The rules of invitations, and of what a user can do about them. Only an invitation itself is a
 * line of the room. Declining and blocking change nothing that the record says, so they are no
 * lines, and neither the inviter nor the room's members learn of them.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class Invitations {
  private final RoomService rooms;
  private final RoomRepository access;
  private final InvitationRepository invitations;
  private final Blocks blocks;
  private final Users users;
  private final RoomLimits limits;
  private final Clock clock;

  /** For the container's proxy. */
  public Invitations() {
    this(null, null, null, null, null, null, null);
  }

  @Inject
  public Invitations(
      RoomService rooms,
      RoomRepository access,
      InvitationRepository invitations,
      Blocks blocks,
      Users users,
      RoomLimits limits,
      Clock clock) {
    this.rooms = rooms;
    this.access = access;
    this.invitations = invitations;
    this.blocks = blocks;
    this.users = users;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * A member invites a user.
   *
   * @return empty if that user is a member or was invited already, even if they have declined
   * @throws RoomException {@code NO_SUCH_ROOM}; {@code NOT_PERMITTED} if the inviter is not a
   *     member, or the room is direct or closed; {@code MODERATORS_INVITE}; {@code NO_SUCH_USER} if
   *     there is no such user to invite (unknown, disabled, or one who has blocked the inviter);
   *     {@code TOO_MANY_INVITATIONS}, {@code TOO_MANY_INVITATIONS_FROM_ONE}
   */
  public Optional<MembershipChange> invite(AuthenticatedUser member, String name, String username) {
    RoomAccess room = rooms.visible(member.id(), name);
    RoomService.require(room.mayInvite(), "not a member, or not a room to invite to");
    limits.checkInviter(() -> room.terms().role());
    AuthenticatedUser invited = rooms.reachable(member, username);
    if (access.access(name, invited.id()).filter(RoomAccess::isMemberOrInvited).isPresent()) {
      return Optional.empty();
    }
    limits.checkInvitationsFromOne(invitations.countFrom(invited.id(), member.id()));
    limits.checkInvitations(invitations.countOpen(invited.id()));
    return Optional.of(new Inviting(room, invited, member, limits, clock.instant()));
  }

  /**
   * The invitations of a user that were not declined, by room.
   *
   * @param after the room behind which the list begins; empty for all
   */
  public List<InvitationRepository.Open> open(AuthenticatedUser user, String after, int limit) {
    return invitations.open(user.id(), after, limit);
  }

  /**
   * Takes an invitation off the user's list for good. What the record says stays true: the user was
   * invited, and may still enter.
   *
   * @throws RoomException {@code NO_SUCH_ROOM} if the user may not know of the room
   */
  public void decline(AuthenticatedUser user, String name) {
    RoomAccess room = rooms.visible(user.id(), name);
    invitations.decline(room.id(), user.id(), clock.instant());
  }

  /**
   * From now on the other can neither invite this user nor make a direct room with them, and is
   * told that there is no such user; nor write to them where there is one. Invitations by the other
   * are declined.
   *
   * @throws RoomException {@code NO_SUCH_USER}; {@code NOT_PERMITTED} for oneself; {@code
   *     TOO_MANY_BLOCKED}
   */
  public void block(AuthenticatedUser user, String name) {
    AuthenticatedUser other = known(name);
    RoomService.require(!other.id().equals(user.id()), "oneself");
    blocks.change(
        user,
        other,
        () -> {
          if (!invitations.isBlocked(user.id(), other.id())) {
            limits.checkBlocked(invitations.countBlocked(user.id()));
            invitations.block(user.id(), other.id(), clock.instant());
          }
        });
    invitations.declineFrom(user.id(), other.id(), clock.instant());
  }

  /**
   * Takes a block back, if there is one.
   *
   * @throws RoomException {@code NO_SUCH_USER}
   */
  public void unblock(AuthenticatedUser user, String name) {
    AuthenticatedUser other = known(name);
    blocks.change(user, other, () -> invitations.unblock(user.id(), other.id()));
  }

  /**
   * Names of the users whom this one has blocked, by name.
   *
   * @param after the name behind which the list begins; empty for all
   */
  public List<String> blocked(AuthenticatedUser user, String after, int limit) {
    return invitations.blocked(user.id(), after, limit);
  }

  /**
   * Forgets what others wanted of a user whose account ends, and whom the user had blocked. None of
   * it had an effect on a room, so no line tells of it.
   */
  public void forget(AuthenticatedUser user) {
    invitations.deleteAll(user.id());
    blocks.forgetAll();
  }

  /** A user who is disabled can be blocked, and be unblocked, as any other. */
  private AuthenticatedUser known(String username) {
    return users
        .byUsername(username)
        .map(Invitations::identified)
        .orElseThrow(() -> new RoomException(Reason.NO_SUCH_USER, "no such user"));
  }

  private static AuthenticatedUser identified(User user) {
    return new AuthenticatedUser(user.id(), user.username());
  }
}
