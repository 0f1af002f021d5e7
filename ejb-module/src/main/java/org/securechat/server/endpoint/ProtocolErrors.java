package org.securechat.server.endpoint;

import org.securechat.protocol.application.ErrorCode;
import org.securechat.server.DomainException;
import org.securechat.server.ServiceException;

/**
 * Translates what the application refuses into the error codes of the protocol (PROTOCOL.md 7.9).
 * No other place of the chat protocol names a code.
 */
public final class ProtocolErrors {

  private ProtocolErrors() {}

  /** The code that the peer gets. */
  public static ErrorCode code(DomainException e) {
    return switch (e) {
      case ServiceException refused -> refused.code();
      // A test finds each family of exceptions that has no case here.
      default -> ErrorCode.UNAVAILABLE;
    };
  }
}
