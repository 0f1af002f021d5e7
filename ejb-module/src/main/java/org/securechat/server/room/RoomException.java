package org.securechat.server.room;

import java.util.Objects;
import org.securechat.server.DomainException;

/** A request that the rules of rooms refuse. */
public sealed class RoomException extends DomainException permits SupersededException {
  private static final long serialVersionUID = 1L;

  /** Why it is refused. */
  public enum Reason {
    /** The name cannot be that of a new room, or a room of this kind is not made by request. */
    INVALID_ROOM,
    /** A room has this name. */
    NAME_TAKEN,
    /** There is no such room, or the user may not know of it. */
    NO_SUCH_ROOM,
    /** The user may not do this in this room. */
    NOT_PERMITTED,
    /** The user is not in the room. */
    MEMBERS_ONLY,
    /** Only who is invited enters the room. */
    INVITED_ONLY,
    /** The user is banned from the room. */
    BANNED,
    /** Only the owner and moderators write in the room. */
    READ_ONLY,
    /** Only the owner and moderators invite to rooms of this server. */
    MODERATORS_INVITE,
    /** There is no message at this position, with this payload, that can be pinned. */
    NO_SUCH_MESSAGE,
    /** The room has as many moderators as one may have. */
    TOO_MANY_MODERATORS,
    /** The room has as many bans or mutes as one may have. */
    TOO_MANY_RESTRICTED,
    /** The room has as many pinned messages as one may have. */
    TOO_MANY_PINS,
    /** The room is archived. */
    ARCHIVED,
    /** The user does not exist, is disabled, or has blocked the one who asks. */
    NO_SUCH_USER,
    /** The other one of a direct room has blocked the user. */
    BLOCKED,
    /** The user has made as many rooms as one may. */
    TOO_MANY_MADE,
    /** The user is in as many rooms as one may be. */
    TOO_MANY_MEMBERSHIPS,
    /** The user to invite has as many open invitations as one may have. */
    TOO_MANY_INVITATIONS,
    /** The user has invited that other one to as many rooms as one may. */
    TOO_MANY_INVITATIONS_FROM_ONE,
    /** The user has made as many direct rooms today as one may. */
    TOO_MANY_DIRECT_ROOMS,
    /** The user has blocked as many others as one may. */
    TOO_MANY_BLOCKED,
    /** Another change came first; decide again. */
    SUPERSEDED
  }

  private final Reason reason;

  /**
   * @param message for the log: no secret, no message text
   */
  public RoomException(Reason reason, String message) {
    super(message);
    this.reason = Objects.requireNonNull(reason);
  }

  public Reason reason() {
    return reason;
  }
}
