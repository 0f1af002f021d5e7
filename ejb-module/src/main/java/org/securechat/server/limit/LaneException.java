package org.securechat.server.limit;

import java.util.Locale;
import java.util.Objects;
import org.securechat.server.DomainException;

/** Work that a lane does not do. */
public final class LaneException extends DomainException {

  /** Why it does not. */
  public enum Reason {
    /** The same owner has as much waiting as one owner may have. */
    TOO_MUCH_OF_ONE,
    /** As much waits as may wait of all. */
    FULL,
    /** It has waited for as long as anything may wait. */
    WAITED_TOO_LONG,
    /** It has run for as long as anything may run. */
    RAN_TOO_LONG,
    /** The server stops. */
    CLOSED;

    /** As metrics have it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Reason reason;

  public LaneException(Reason reason, String lane) {
    super("the lane for " + lane + " refuses: " + reason);
    this.reason = Objects.requireNonNull(reason);
  }

  public Reason reason() {
    return reason;
  }
}
