package org.securechat.server.room;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.application.RoomListing;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.name.Names;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.account.User;
import org.securechat.server.account.Users;
import org.securechat.server.room.RoomException.Reason;

/**
 * The rules of rooms. It decides and changes nothing: a decision comes back as a {@link
 * MembershipChange}, which becomes true when the ledger commits it with its line. Between decision
 * and commit things may change; the change notices, and the caller asks again.
 *
 * <p>A private or direct room does not exist for a user who is neither in it nor invited: every
 * question about it is answered {@code NO_SUCH_ROOM}, as for a room that does not exist. Only
 * {@link #create} cannot hide it, for names are unique.
 */
@ApplicationScoped
public class RoomService {
  /** Rooms in one list; also the most that a message may carry. */
  public static final int MAX_LISTED = 1_000;

  private static final Duration DAY = Duration.ofDays(1);

  private final RoomRepository rooms;
  private final InvitationRepository invitations;
  private final Users users;
  private final RoomLimits limits;
  private final Clock clock;

  /** For the container's proxy. */
  public RoomService() {
    this(null, null, null, null, null);
  }

  @Inject
  public RoomService(
      RoomRepository rooms,
      InvitationRepository invitations,
      Users users,
      RoomLimits limits,
      Clock clock) {
    this.rooms = rooms;
    this.invitations = invitations;
    this.users = users;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * A new room, whose first member and owner is its creator.
   *
   * @throws RoomException {@code INVALID_ROOM} for a bad name or a direct room, {@code NAME_TAKEN},
   *     {@code TOO_MANY_MADE}, {@code TOO_MANY_MEMBERSHIPS}
   */
  public MembershipChange create(AuthenticatedUser creator, String name, Visibility visibility) {
    if (!Names.isCreatedRoom(name) || visibility == Visibility.DIRECT) {
      throw new RoomException(Reason.INVALID_ROOM, "no name or kind for a new room");
    }
    if (rooms.access(name, creator.id()).isPresent()) {
      throw new RoomException(Reason.NAME_TAKEN, "a room has the name");
    }
    limits.checkMade(rooms.countMade(creator.id()));
    limits.checkMemberships(rooms.countMemberships(creator.id()));
    return new Creation(name, visibility, creator, limits, clock.instant());
  }

  /**
   * A user enters a room: any public one, an announced or private one by invitation.
   *
   * @return empty if the user is in it already
   * @throws RoomException {@code NO_SUCH_ROOM}, {@code ARCHIVED}, {@code INVITED_ONLY}, {@code
   *     TOO_MANY_MEMBERSHIPS}
   */
  public Optional<MembershipChange> join(AuthenticatedUser user, String name) {
    RoomAccess room = visible(user.id(), name);
    if (room.isMember()) {
      return Optional.empty();
    }
    if (!room.mayJoin()) {
      throw room.isArchived()
          ? new RoomException(Reason.ARCHIVED, "archived")
          : new RoomException(Reason.INVITED_ONLY, "entered by invitation");
    }
    limits.checkMemberships(rooms.countMemberships(user.id()));
    Instant now = clock.instant();
    return Optional.of(
        room.visibility() == Visibility.PUBLIC
            ? Joining.freely(room, user, limits, now)
            : Joining.byInvitation(room, user, limits, now));
  }

  /**
   * A user leaves a room. Into one that is not public only another invitation leads back.
   *
   * @return empty if the user is not in it
   * @throws RoomException {@code NO_SUCH_ROOM}; {@code NOT_PERMITTED} for a direct room
   */
  public Optional<MembershipChange> leave(AuthenticatedUser user, String name) {
    RoomAccess room = visible(user.id(), name);
    require(room.mayLeave(), "a direct room is not left");
    return room.isMember()
        ? Optional.of(Leaving.freely(room, user, clock.instant()))
        : Optional.empty();
  }

  /** A moderator takes a user out of a room; whether they may is decided with the line. */
  public MembershipChange removal(
      RoomAccess room, AuthenticatedUser user, AuthenticatedUser moderator) {
    return Leaving.byModerator(room, user, moderator, clock.instant());
  }

  /** What ends every membership of a user whose account ends, direct rooms included. */
  public List<MembershipChange> departures(AuthenticatedUser user) {
    Instant now = clock.instant();
    return own(user).stream()
        .<MembershipChange>map(room -> Leaving.byTheServer(room, user, now))
        .toList();
  }

  /**
   * The room of two users, the same from either side; with oneself, a notebook. It comes into being
   * the first time it is asked for.
   *
   * @throws RoomException where the room does not exist yet: {@code NO_SUCH_USER} if there is no
   *     such user (unknown, disabled, or one who has blocked the asker); {@code
   *     TOO_MANY_DIRECT_ROOMS}
   */
  public DirectRoom direct(AuthenticatedUser user, String partner) {
    if (!Names.isUsername(partner)) {
      throw noSuchUser();
    }
    String name = Names.directRoom(user.username(), partner);
    Optional<RoomAccess> room = rooms.access(name, user.id());
    if (room.isPresent()) {
      return completed(room.get(), user, partner);
    }
    AuthenticatedUser other = reachable(user, partner);
    Instant now = clock.instant();
    limits.checkDirect(rooms.countDirectMade(user.id(), now.minus(DAY)));
    Creation creation = new Creation(name, Visibility.DIRECT, user, limits, now);
    List<MembershipChange> changes = new ArrayList<>();
    changes.add(creation);
    if (!other.id().equals(user.id())) {
      changes.add(Joining.ofPartner(creation.roomId(), name, other, user, now));
    }
    return new DirectRoom(creation.roomId(), name, changes);
  }

  /** A crash may have come between the two lines that make a direct room. */
  private DirectRoom completed(RoomAccess room, AuthenticatedUser user, String partner) {
    List<UUID> there = rooms.members(room.id()).stream().map(Member::userId).toList();
    List<MembershipChange> changes = new ArrayList<>();
    for (AuthenticatedUser party : parties(user, partner)) {
      if (!there.contains(party.id())) {
        reachable(user, party.username());
        changes.add(Joining.ofPartner(room.id(), room.name(), party, user, clock.instant()));
      }
    }
    return new DirectRoom(room.id(), room.name(), changes);
  }

  private List<AuthenticatedUser> parties(AuthenticatedUser user, String partner) {
    List<AuthenticatedUser> parties = new ArrayList<>(List.of(user));
    existing(partner).filter(other -> !other.id().equals(user.id())).ifPresent(parties::add);
    return parties;
  }

  /**
   * A list of rooms, by name.
   *
   * @param after the name behind which the list begins; empty for all
   * @param limit 1 to {@value #MAX_LISTED}
   */
  public List<RoomAccess> list(
      AuthenticatedUser user, RoomListing listing, String after, int limit) {
    return switch (listing) {
      case MEMBER -> rooms.memberships(user.id(), after, limit);
      case PUBLIC -> rooms.listed(user.id(), after, limit);
    };
  }

  /** All rooms that the user is in, by name. */
  public List<RoomAccess> own(AuthenticatedUser user) {
    return rooms.memberships(user.id(), "", Integer.MAX_VALUE);
  }

  /**
   * Who is in a room; for its members only.
   *
   * @throws RoomException as for {@link #requireReader}
   */
  public List<Member> members(AuthenticatedUser user, String name) {
    return rooms.members(requireReader(name, user.id()).id());
  }

  /**
   * The room by name, if this user may know of it.
   *
   * @throws RoomException {@code NO_SUCH_ROOM}
   */
  public RoomAccess visible(UUID userId, String name) {
    return rooms
        .access(name, userId)
        .filter(RoomAccess::isVisible)
        .orElseThrow(RoomService::noSuchRoom);
  }

  /**
   * Finds a room that the user may read.
   *
   * @throws RoomException {@code NO_SUCH_ROOM}, {@code MEMBERS_ONLY}
   */
  public RoomAccess requireReader(String name, UUID userId) {
    RoomAccess room = visible(userId, name);
    requireMember(room);
    return room;
  }

  /**
   * Finds a room that the user may write to.
   *
   * @throws RoomException {@code NO_SUCH_ROOM}, {@code MEMBERS_ONLY}; {@code NOT_PERMITTED} if the
   *     room is closed
   */
  public RoomAccess requireWriter(String name, UUID userId) {
    RoomAccess room = visible(userId, name);
    requireMember(room);
    require(room.mayWrite(), "the room is closed");
    return room;
  }

  /**
   * A user whom that one may ask for something.
   *
   * @throws RoomException {@code NO_SUCH_USER}: one who has blocked the asker is not told apart
   *     from one who does not exist
   */
  public AuthenticatedUser reachable(AuthenticatedUser asker, String username) {
    return existing(username)
        .filter(user -> !invitations.isBlocked(user.id(), asker.id()))
        .orElseThrow(RoomService::noSuchUser);
  }

  private Optional<AuthenticatedUser> existing(String username) {
    return users
        .byUsername(username)
        .filter(user -> !user.isDisabled())
        .map(RoomService::identified);
  }

  private static AuthenticatedUser identified(User user) {
    return new AuthenticatedUser(user.id(), user.username());
  }

  private static void requireMember(RoomAccess room) {
    if (!room.mayRead()) {
      throw new RoomException(Reason.MEMBERS_ONLY, "not a member");
    }
  }

  static void require(boolean permitted, String otherwise) {
    if (!permitted) {
      throw new RoomException(Reason.NOT_PERMITTED, otherwise);
    }
  }

  private static RoomException noSuchUser() {
    return new RoomException(Reason.NO_SUCH_USER, "no such user, or one who is disabled");
  }

  private static RoomException noSuchRoom() {
    return new RoomException(Reason.NO_SUCH_ROOM, "no such room, or not for this user");
  }
}
