package org.securechat.server.chat;

import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.ServerMessage.Failure;

/** The words beside an error's code: the same for every cause, so that they tell nothing more. */
public final class Details {

  private Details() {}

  /** The answer to a refused request. */
  public static Failure failure(long re, ErrorCode code) {
    return new Failure(re, code, of(code));
  }

  private static String of(ErrorCode code) {
    return switch (code) {
      case BAD_REQUEST -> "the request is malformed or does not fit here";
      case NOT_LOGGED_IN -> "log in first";
      case BAD_CREDENTIALS -> "unknown user or wrong password";
      case NAME_TAKEN -> "this name or mail address is taken";
      case IDENTITY_MISMATCH -> "the certificate does not name this account";
      case DISABLED -> "the account is disabled";
      case FORBIDDEN -> "you may not do this";
      case NO_SUCH_ROOM -> "there is no such room, or you cannot see it";
      case REPLAYED -> "this sequence number was used before";
      case SIGNATURE_INVALID -> "the signature does not fit message, session, room and sender";
      case RATE_LIMITED -> "too many attempts; wait a little";
      case TOO_LARGE -> "the message is too long";
      case UNAVAILABLE -> "the server cannot do this now; try again later";
    };
  }
}
