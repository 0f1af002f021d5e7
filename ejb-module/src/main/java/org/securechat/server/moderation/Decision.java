package org.securechat.server.moderation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.application.RoomRole;
import org.securechat.protocol.application.RoomTerms;
import org.securechat.protocol.evidence.ModerationPayload;
import org.securechat.protocol.evidence.ModerationPayload.Event;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.room.MembershipRepository;
import org.securechat.server.room.Moderators;
import org.securechat.server.room.RoomException;
import org.securechat.server.room.RoomException.Reason;
import org.securechat.server.room.SupersededException;

/**
 * Something that a user, or the server, decides about a room. It becomes true together with its
 * line in the room's transcript: the ledger calls {@link #apply} inside the transaction in which it
 * writes the line, on its writer thread. Immutable.
 *
 * @param actor empty for the server
 * @param subject as it stands in the line
 * @param user the account that it is about, if it is about a user
 */
public record Decision(
    UUID roomId,
    String roomName,
    Event event,
    Optional<AuthenticatedUser> actor,
    String subject,
    Optional<UUID> user,
    String value,
    Optional<Instant> until) {
  /** Moderators that a room can have, its owner among them. */
  static final int MAX_MODERATORS = 100;

  /** Bans, and mutes, that a room can have. */
  static final int MAX_RESTRICTED = 1_000;

  /** What the room's transcript says of it. */
  public ModerationPayload payload(Instant at) {
    return ModerationPayload.create(
        roomName,
        roomId,
        event,
        subject,
        actor.map(AuthenticatedUser::username).orElse(TranscriptLine.SERVER),
        value,
        until,
        at);
  }

  /**
   * Makes the change. It looks first: if the actor has not the right, it throws and has changed
   * nothing.
   *
   * @param rooms works in the transaction that writes the line
   * @param moderation the same
   * @param at when its line is received
   * @throws RoomException {@code NOT_PERMITTED}, {@code TOO_MANY_…}
   */
  public void apply(MembershipRepository rooms, ModerationRepository moderation, Instant at) {
    if (!rooms.isOpen(roomId)) {
      throw new SupersededException("the room is archived now");
    }
    switch (event) {
      case OWNER -> {
        require(rooms, RoomRole.OWNER);
        requireMember(rooms, RoomRole.MEMBER, RoomRole.MODERATOR);
        rooms
            .from(roomId, RoomRole.OWNER)
            .forEach(owner -> rooms.setRole(roomId, owner, RoomRole.MODERATOR));
        rooms.setRole(roomId, userId(), RoomRole.OWNER);
      }
      case MODERATOR -> {
        require(rooms, RoomRole.OWNER);
        requireMember(rooms, RoomRole.MEMBER);
        limit(
            rooms.from(roomId, RoomRole.MODERATOR).size(),
            MAX_MODERATORS,
            Reason.TOO_MANY_MODERATORS);
        rooms.setRole(roomId, userId(), RoomRole.MODERATOR);
      }
      case MEMBER -> {
        if (actor.filter(own -> own.id().equals(userId())).isEmpty()) {
          require(rooms, RoomRole.OWNER);
        }
        requireMember(rooms, RoomRole.MODERATOR);
        rooms.setRole(roomId, userId(), RoomRole.MEMBER);
      }
      case KICKED -> {
        requireAbove(rooms);
        requireMember(rooms, RoomRole.values());
      }
      case BANNED, MUTED -> {
        requireAbove(rooms);
        moderation.lift(roomId, userId(), event);
        limit(
            moderation.countRestricted(roomId, event), MAX_RESTRICTED, Reason.TOO_MANY_RESTRICTED);
        moderation.restrict(roomId, userId(), event, until);
      }
      case UNBANNED, UNMUTED -> {
        require(rooms, RoomRole.MODERATOR);
        if (actor.filter(own -> own.id().equals(userId())).isPresent()) {
          throw new RoomException(Reason.NOT_PERMITTED, "lifted by oneself");
        }
        moderation.lift(roomId, userId(), event == Event.UNBANNED ? Event.BANNED : Event.MUTED);
      }
      case PINNED -> {
        require(rooms, RoomRole.MODERATOR);
        List<Long> pins = moderation.pins(roomId);
        if (!pins.contains(position())) {
          limit(pins.size(), RoomTerms.MAX_PINS, Reason.TOO_MANY_PINS);
          moderation.pin(roomId, position());
        }
      }
      case UNPINNED -> {
        require(rooms, RoomRole.MODERATOR);
        moderation.unpin(roomId, position());
      }
      case TOPIC, RULES, WRITERS, SLOW -> {
        require(rooms, RoomRole.MODERATOR);
        moderation.set(roomId, event, value, at);
      }
    }
  }

  private UUID userId() {
    return user.orElseThrow();
  }

  private long position() {
    return Long.parseLong(subject);
  }

  /** The server may do all. */
  private void require(MembershipRepository rooms, RoomRole least) {
    actor.ifPresent(own -> Moderators.require(rooms, roomId, own.id(), least));
  }

  private void requireAbove(MembershipRepository rooms) {
    actor.ifPresent(own -> Moderators.requireAbove(rooms, roomId, own.id(), userId()));
  }

  private void requireMember(MembershipRepository rooms, RoomRole... roles) {
    if (rooms.role(roomId, userId()).filter(List.of(roles)::contains).isEmpty()) {
      throw new SupersededException("the user has another role, or is in the room no longer");
    }
  }

  private static void limit(long present, int most, Reason otherwise) {
    if (present >= most) {
      throw new RoomException(otherwise, present + " where " + most + " are allowed");
    }
  }

  /** Without the value, which belongs in no log. */
  @Override
  public String toString() {
    return event + "[" + roomId + "]";
  }
}
