package org.securechat.server.testing;

import org.securechat.server.DomainException;

/** A refusal of another domain, of which the class under test knows nothing. */
public final class Refusal extends DomainException {
  private static final long serialVersionUID = 1L;

  public Refusal(String reason) {
    super(reason);
  }
}
