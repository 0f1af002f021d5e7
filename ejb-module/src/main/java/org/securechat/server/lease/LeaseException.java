package org.securechat.server.lease;

import org.securechat.server.DomainException;

/** Another server writes to the database, or it is not known whether one does. */
public final class LeaseException extends DomainException {
  private static final long serialVersionUID = 1L;

  LeaseException(String message) {
    super(message);
  }

  LeaseException(String message, Throwable cause) {
    super(message, cause);
  }
}
