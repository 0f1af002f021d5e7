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
    TOO_SOON
  }

  private final Reason reason;
  private final transient Optional<Instant> until;

  /**
   * @param until when the message would be taken; empty if that is not certain
   */
  ModerationException(Reason reason, Optional<Instant> until) {
    super(reason == Reason.MUTED ? "the author is muted" : "the room is in slow mode");
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
