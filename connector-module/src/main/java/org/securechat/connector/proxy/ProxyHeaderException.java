package org.securechat.connector.proxy;

import org.securechat.connector.contract.ProtocolViolation;

/** A balancer's bytes are no header. Stackless: a peer can cause it as often as it likes. */
public final class ProxyHeaderException extends Exception {

  private static final long serialVersionUID = 1L;

  private final ProtocolViolation violation;

  ProxyHeaderException(ProtocolViolation violation) {
    super(violation.name(), null, false, false);
    this.violation = violation;
  }

  /** What is wrong. */
  public ProtocolViolation violation() {
    return violation;
  }
}
