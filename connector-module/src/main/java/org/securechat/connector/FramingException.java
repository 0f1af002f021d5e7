package org.securechat.connector;

import org.securechat.connector.contract.Violation;

/** The peer's bytes are no frame. Stackless: the peer can cause it as often as it likes. */
final class FramingException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Violation violation;

  FramingException(Violation violation) {
    super(violation.name(), null, false, false);
    this.violation = violation;
  }

  Violation violation() {
    return violation;
  }
}
