package org.securechat.connector;

import org.securechat.connector.contract.ProtocolViolation;

/** The peer's bytes are no frame. Stackless: the peer can cause it as often as it likes. */
final class FramingException extends Exception {

  private static final long serialVersionUID = 1L;

  private final ProtocolViolation violation;

  FramingException(ProtocolViolation violation) {
    super(violation.name(), null, false, false);
    this.violation = violation;
  }

  ProtocolViolation violation() {
    return violation;
  }
}
