package org.securechat.client.connection;

import org.securechat.client.ClientException;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.wire.AlertCode;

/**
 * Whether trying again can help. This is the one place that judges every code by which a connection
 * ends (PROTOCOL.md §5) or a request is refused (§7.9).
 */
public enum Outlook {
  /** It can go away without anything being changed at this client: another attempt is made. */
  PASSING,
  /** A person has to change something first: another attempt would end the same way. */
  LASTING;

  /** Of an alert with which the server ended the connection. */
  static Outlook ofServers(AlertCode alert) {
    return switch (alert) {
      case BAD_CERTIFICATE,
          CERTIFICATE_EXPIRED,
          CERTIFICATE_REVOKED,
          ACCESS_DENIED,
          UNKNOWN_AUTHORITY,
          UNSUPPORTED ->
          LASTING;
      // Its lists are its operator's to renew; the rest is the line's, or the server's own.
      case REVOCATION_UNKNOWN,
          OVERLOADED,
          TIMEOUT,
          INTERNAL_ERROR,
          BAD_FRAME,
          BAD_SIGNATURE,
          BAD_RECORD,
          UNEXPECTED_MESSAGE,
          TOO_LARGE ->
          PASSING;
    };
  }

  /** Of a fault for which this side ends the connection. */
  static Outlook ofOurs(AlertCode alert) {
    return switch (alert) {
      case BAD_FRAME,
          BAD_CERTIFICATE,
          CERTIFICATE_EXPIRED,
          CERTIFICATE_REVOKED,
          ACCESS_DENIED,
          UNKNOWN_AUTHORITY,
          UNEXPECTED_MESSAGE,
          UNSUPPORTED,
          TOO_LARGE ->
          LASTING;
      // The list is read anew at each attempt; the others the line can have caused, or its
      // attacker.
      case REVOCATION_UNKNOWN, BAD_SIGNATURE, BAD_RECORD, TIMEOUT, OVERLOADED, INTERNAL_ERROR ->
          PASSING;
    };
  }

  /** Of a refused request, such as a login. */
  public static Outlook of(ErrorCode error) {
    return switch (error) {
      case RATE_LIMITED, UNAVAILABLE -> PASSING;
      case BAD_REQUEST,
          NOT_LOGGED_IN,
          BAD_CREDENTIALS,
          NAME_TAKEN,
          IDENTITY_MISMATCH,
          DISABLED,
          FORBIDDEN,
          NO_SUCH_ROOM,
          NO_SUCH_USER,
          NO_SUCH_MESSAGE,
          NO_SUCH_FILE,
          FILE_REFUSED,
          BLOCKED,
          MUTED,
          TOO_SOON,
          UNSUPPORTED_KIND,
          REPLAYED,
          SIGNATURE_INVALID,
          FORK,
          LIMIT_REACHED,
          TOO_LARGE ->
          LASTING;
    };
  }

  /** Of whatever kept a connection from being made. */
  public static Outlook of(ClientException problem) {
    return switch (problem) {
      case ConnectionException connection -> connection.lasting() ? LASTING : PASSING;
      case RequestRefusedException refused -> of(refused.error());
      default -> LASTING;
    };
  }

  /**
   * Whether a message that was refused with this code has used up its number (PROTOCOL.md §8.3):
   * what is refused before its signature is verified has not.
   */
  public static boolean usesUpNumber(ErrorCode error) {
    return switch (error) {
      case TOO_LARGE, BAD_REQUEST, SIGNATURE_INVALID, REPLAYED -> false;
      case NOT_LOGGED_IN,
          BAD_CREDENTIALS,
          NAME_TAKEN,
          IDENTITY_MISMATCH,
          DISABLED,
          FORBIDDEN,
          NO_SUCH_ROOM,
          NO_SUCH_USER,
          NO_SUCH_MESSAGE,
          NO_SUCH_FILE,
          FILE_REFUSED,
          BLOCKED,
          MUTED,
          TOO_SOON,
          UNSUPPORTED_KIND,
          FORK,
          LIMIT_REACHED,
          RATE_LIMITED,
          UNAVAILABLE ->
          true;
    };
  }
}
