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
    /** The room is archived. */
    ARCHIVED,
    /** The user to invite does not exist or is disabled. */
    NO_SUCH_USER,
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
