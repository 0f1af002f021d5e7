package org.securechat.server.endpoint;

import java.util.Objects;
import org.securechat.server.DomainException;

/** A request that does not fit the state of its connection (PROTOCOL.md 13.1). */
final class UnexpectedRequestException extends DomainException {
  private static final long serialVersionUID = 1L;

  /** Why it does not fit. */
  enum Reason {
    NOT_LOGGED_IN,
    ALREADY_LOGGED_IN
  }

  private final Reason reason;

  UnexpectedRequestException(Reason reason, String request) {
    super(reason + ": " + request);
    this.reason = Objects.requireNonNull(reason);
  }

  Reason reason() {
    return reason;
  }
}
