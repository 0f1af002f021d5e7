package org.securechat.server.moderation;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.securechat.server.DomainException;

/** A message that is refused because of what was decided about its author or its room. */
public final class ModerationException extends DomainException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** The author is muted. */
    MUTED,
    /** The author's last message is not long enough ago. */
    TOO_SOON,
    /** The author has written as much in the last minute as their role may. */
    TOO_MANY
  }

  private final Reason reason;
  private final transient Optional<Instant> until;

  /**
   * @param until when the message would be taken; empty if that is not certain
   */
  ModerationException(Reason reason, Optional<Instant> until) {
    super(
        switch (reason) {
          case MUTED -> "the author is muted";
          case TOO_SOON -> "the room is in slow mode";
          case TOO_MANY -> "more messages in a minute than the role may";
        });
    this.reason = Objects.requireNonNull(reason);
    this.until = until;
  }

  public Reason reason() {
    return reason;
  }

  /** When the message would be taken; empty if that is not certain. */
  public Optional<Instant> until() {
    return until == null ? Optional.empty() : until;
  }
}
