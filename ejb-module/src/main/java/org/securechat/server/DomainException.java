package org.securechat.server;

import jakarta.ejb.ApplicationException;

/**
 * A request that the application refuses, or cannot carry out. Each package has one exception that
 * extends this one, with a closed set of reasons; {@code endpoint} translates it to the error code
 * of the protocol, and {@code web.problem} to a problem of HTTP. No other place translates.
 *
 * <p>It rolls the transaction back. It has no stack trace, because a peer can cause as many as it
 * likes. The message is for the log: it holds no secret and no message text, and it never leaves
 * the server.
 */
@ApplicationException(rollback = true, inherited = true)
public abstract class DomainException extends RuntimeException {

  protected DomainException(String message) {
    super(message, null, false, false);
  }

  protected DomainException(String message, Throwable cause) {
    super(message, cause, false, false);
  }
}
