package org.securechat.server.moderation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomRole;
import org.securechat.protocol.application.RoomTerms;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.ModerationPayload;
import org.securechat.protocol.evidence.ModerationPayload.Event;
import org.securechat.protocol.evidence.ModerationPayload.Subject;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.account.User;
import org.securechat.server.account.Users;
import org.securechat.server.room.Member;
import org.securechat.server.room.MembershipChange;
import org.securechat.server.room.RoomAccess;
import org.securechat.server.room.RoomException;
import org.securechat.server.room.RoomException.Reason;
import org.securechat.server.room.RoomRepository;
import org.securechat.server.room.RoomService;

/**
 * What users decide about rooms. It changes nothing: a decision becomes true when the ledger
 * commits it with its line, and looks again then. Thread-safe.
 */
@ApplicationScoped
public class Moderation {
  private final RoomService rooms;
  private final RoomRepository stored;
  private final ModerationRepository moderation;
  private final Users users;
  private final Clock clock;

  /** For the container's proxy. */
  public Moderation() {
    this(null, null, null, null, null);
  }

  @Inject
  public Moderation(
      RoomService rooms,
      RoomRepository stored,
      ModerationRepository moderation,
      Users users,
      Clock clock) {
    this.rooms = rooms;
    this.stored = stored;
    this.moderation = moderation;
    this.users = users;
    this.clock = clock;
  }

  /**
   * What is to be committed, in this order: the decision, and that a user leaves the room by it.
   *
   * @param decision empty if that is so already
   * @param leaving empty if nobody leaves
   * @param terms what holds then, for the one who has decided
   */
  public record Steps(
      RoomAccess room,
      Optional<Decision> decision,
      Optional<MembershipChange> leaving,
      RoomTerms terms) {
    private Steps(
        RoomAccess room, Optional<Decision> decision, Optional<MembershipChange> leaving) {
      this(room, decision, leaving, room.terms());
    }

    private Steps with(RoomTerms then) {
      return new Steps(room, decision, leaving, then);
    }
  }

  /**
   * Decides.
   *
   * @throws RoomException {@code NO_SUCH_ROOM}; {@code NOT_PERMITTED} if the user has not the
   *     right; {@code ARCHIVED}; {@code NO_SUCH_USER}
   */
  public Steps decide(AuthenticatedUser actor, Request.Moderate request) {
    RoomAccess room = rooms.visible(actor.id(), request.room());
    if (room.isArchived()) {
      throw new RoomException(Reason.ARCHIVED, "the room is archived");
    }
    if (!room.mayWrite() || room.visibility() == Visibility.DIRECT) {
      throw notPermitted("not a member, or a room without an owner");
    }
    RoomRole own = room.terms().role().orElse(RoomRole.MEMBER);
    Event event = request.event();
    boolean ofOneself = request.subject().equals(actor.username());
    boolean aboutRoles = event == Event.OWNER || event == Event.MODERATOR || event == Event.MEMBER;
    boolean givesUp = event == Event.MEMBER && ofOneself;
    if (own == RoomRole.MEMBER || (aboutRoles && own != RoomRole.OWNER && !givesUp)) {
      throw notPermitted("neither the owner nor a moderator who may");
    }
    return steps(room, actor, request).with(after(terms(room), request, ofOneself));
  }

  private Steps steps(RoomAccess room, AuthenticatedUser actor, Request.Moderate request) {
    if (request.event().subject() != Subject.USER) {
      return new Steps(room, changed(room, actor, request), Optional.empty());
    }
    User user =
        users
            .byUsername(request.subject())
            .orElseThrow(() -> new RoomException(Reason.NO_SUCH_USER, "no such user"));
    return aboutUser(room, actor, request, new AuthenticatedUser(user.id(), user.username()));
  }

  private Steps aboutUser(
      RoomAccess room, AuthenticatedUser actor, Request.Moderate request, AuthenticatedUser user) {
    Optional<RoomRole> role =
        stored.members(room.id()).stream()
            .filter(member -> member.userId().equals(user.id()))
            .map(Member::role)
            .findFirst();
    Instant now = clock.instant();
    Optional<Instant> until =
        request.seconds().isPresent()
            ? Optional.of(now.plusSeconds(request.seconds().getAsLong()))
            : Optional.empty();
    Decision decision =
        new Decision(
            room.id(),
            room.name(),
            request.event(),
            Optional.of(actor),
            user.username(),
            Optional.of(user.id()),
            request.value(),
            until);
    return switch (request.event()) {
      case OWNER -> role(room, decision, role, RoomRole.OWNER);
      case MODERATOR -> role(room, decision, role, RoomRole.MODERATOR);
      case MEMBER -> role(room, decision, role, RoomRole.MEMBER);
      case KICKED -> {
        member(role);
        yield new Steps(room, Optional.of(decision), Optional.of(rooms.removal(room, user, actor)));
      }
      case BANNED ->
          new Steps(
              room,
              Optional.of(decision),
              role.isPresent() ? Optional.of(rooms.removal(room, user, actor)) : Optional.empty());
      case MUTED -> new Steps(room, Optional.of(decision), Optional.empty());
      case UNBANNED, UNMUTED -> {
        Event lifted = request.event() == Event.UNBANNED ? Event.BANNED : Event.MUTED;
        boolean there = moderation.restriction(room.id(), user.id(), lifted).isPresent();
        yield new Steps(room, Optional.of(decision).filter(_ -> there), Optional.empty());
      }
      default -> throw new IllegalArgumentException(request.event() + " is about no user");
    };
  }

  private static Steps role(
      RoomAccess room, Decision decision, Optional<RoomRole> role, RoomRole wanted) {
    RoomRole present = member(role);
    if (present == RoomRole.OWNER && wanted != RoomRole.OWNER) {
      throw notPermitted("the owner hands the room over and does not give it up");
    }
    return new Steps(room, Optional.of(decision).filter(_ -> present != wanted), Optional.empty());
  }

  private static RoomRole member(Optional<RoomRole> role) {
    return role.orElseThrow(() -> new RoomException(Reason.NO_SUCH_USER, "no member of this name"));
  }

  private Optional<Decision> changed(
      RoomAccess room, AuthenticatedUser actor, Request.Moderate request) {
    Event event = request.event();
    boolean same =
        switch (event) {
          case PINNED -> isPinned(room.id(), request.subject());
          case UNPINNED -> !isPinned(room.id(), request.subject());
          default ->
              moderation.get(room.id(), event).orElse(initial(event)).equals(request.value());
        };
    return same
        ? Optional.empty()
        : Optional.of(
            new Decision(
                room.id(),
                room.name(),
                event,
                Optional.of(actor),
                request.subject(),
                Optional.empty(),
                request.value(),
                Optional.empty()));
  }

  private boolean isPinned(UUID room, String position) {
    return moderation.pins(room).contains(Long.valueOf(position));
  }

  private static String initial(Event event) {
    return switch (event) {
      case WRITERS -> ModerationPayload.WRITERS_MEMBERS;
      case SLOW -> "0";
      default -> "";
    };
  }

  /** What was decided about a room, with rules and, for members, pins. */
  public RoomTerms terms(RoomAccess room) {
    RoomTerms brief = room.terms();
    return new RoomTerms(
        brief.topic(),
        brief.role(),
        brief.moderatorsOnly(),
        brief.slowSeconds(),
        moderation.get(room.id(), Event.RULES).orElse(""),
        room.mayRead() ? moderation.pins(room.id()) : List.of());
  }

  private static RoomTerms after(RoomTerms terms, Request.Moderate request, boolean ofOneself) {
    Event event = request.event();
    String value = request.value();
    Optional<RoomRole> role =
        switch (event) {
          case OWNER -> Optional.of(ofOneself ? RoomRole.OWNER : RoomRole.MODERATOR);
          case MEMBER -> ofOneself ? Optional.of(RoomRole.MEMBER) : terms.role();
          default -> terms.role();
        };
    TreeSet<Long> pins = new TreeSet<>(terms.pins());
    if (event == Event.PINNED) {
      pins.add(Long.valueOf(request.subject()));
    } else if (event == Event.UNPINNED) {
      pins.remove(Long.valueOf(request.subject()));
    }
    return new RoomTerms(
        event == Event.TOPIC ? value : terms.topic(),
        role,
        event == Event.WRITERS
            ? value.equals(ModerationPayload.WRITERS_MODERATORS)
            : terms.moderatorsOnly(),
        event == Event.SLOW ? Integer.parseInt(value) : terms.slowSeconds(),
        event == Event.RULES ? value : terms.rules(),
        List.copyOf(pins));
  }

  private static RoomException notPermitted(String why) {
    return new RoomException(Reason.NOT_PERMITTED, why);
  }
}
