package org.securechat.client.pki.est;

import org.securechat.client.ClientException;

/** A certificate did not come from an EST server: what happened and what to do. */
public final class EstException extends ClientException {
  private static final long serialVersionUID = 1L;

  private final EstFault fault;

  EstException(EstFault fault, String what, String remedy) {
    super(what, remedy);
    this.fault = fault;
  }

  EstException(EstFault fault, String what, String remedy, Throwable cause) {
    super(what, remedy, cause);
    this.fault = fault;
  }

  /** What kind of fault it is. */
  public EstFault fault() {
    return fault;
  }

  @Override
  public String code() {
    return fault.code();
  }
}
