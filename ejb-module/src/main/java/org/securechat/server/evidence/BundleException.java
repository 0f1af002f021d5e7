package org.securechat.server.evidence;

import java.util.Objects;
import org.securechat.server.DomainException;

/** An evidence bundle that was not made. */
public final class BundleException extends DomainException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** Another bundle is being made. */
    BUSY,
    /** The messages are longer than one bundle can hold. */
    TOO_LARGE
  }

  private final Reason reason;

  public BundleException(Reason reason, String message) {
    super(message);
    this.reason = Objects.requireNonNull(reason);
  }

  public Reason reason() {
    return reason;
  }
}
