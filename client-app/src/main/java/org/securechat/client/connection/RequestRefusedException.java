package org.securechat.client.connection;

import org.securechat.client.ClientException;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.Request;

/** The server understood a request and refused it. */
public final class RequestRefusedException extends ClientException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode error;

  RequestRefusedException(Request request, ErrorCode error, String detail) {
    super(what(request, error, detail), remedy(request, error));
    this.error = error;
  }

  /** The server's code for the reason. */
  public ErrorCode error() {
    return error;
  }

  @Override
  public String code() {
    return error.wireName();
  }

  private static String what(Request request, ErrorCode error, String detail) {
    String more = detail.isBlank() ? "" : " (" + printable(detail) + ")";
    return what(request, error) + more + " [" + error.wireName() + "]";
  }

  private static String what(Request request, ErrorCode error) {
    return switch (error) {
      case BAD_REQUEST -> "the server did not accept the request " + RequestNames.of(request);
      case NOT_LOGGED_IN -> "this needs a login first";
      case BAD_CREDENTIALS -> "wrong name or password";
      case NAME_TAKEN ->
          request instanceof Request.Create create
              ? "there is a room " + create.room() + " already"
              : "that name is taken, or another account has that mail address";
      case IDENTITY_MISMATCH -> "your certificate does not belong to that user";
      case DISABLED -> "the account is disabled";
      case FORBIDDEN -> "you may not do that";
      case NO_SUCH_ROOM ->
          user(request).isEmpty()
              ? "there is no such room that you may enter"
              : "there is no user " + user(request);
      case REPLAYED -> "the message was sent before";
      case SIGNATURE_INVALID -> "the server did not accept the message's signature";
      case RATE_LIMITED -> "too many attempts";
      case TOO_LARGE -> "that is too long";
      case UNAVAILABLE -> "the server cannot do that now";
    };
  }

  private static String remedy(Request request, ErrorCode error) {
    return switch (error) {
      case BAD_CREDENTIALS ->
          "Check both; a new user registers first: 'securechat register --as NAME'.";
      case NAME_TAKEN ->
          request instanceof Request.Create create
              ? "Join it with 'securechat join " + create.room() + "', or choose another name."
              : "If the account is yours, log in instead of registering. Otherwise choose another"
                  + " name or mail address.";
      case IDENTITY_MISMATCH ->
          "Use the certificate that names the user: --as NAME, or --cert and --key. To see the"
              + " names in it: openssl x509 -noout -subject -ext subjectAltName -in FILE";
      case DISABLED -> "Ask the server's operator.";
      case FORBIDDEN -> "Join the room first, or ask a member to invite you.";
      case NO_SUCH_ROOM ->
          user(request).isEmpty()
              ? "'securechat rooms' lists the rooms; 'securechat create ROOM' creates one."
              : "Check the name. Names are lower case.";
      case RATE_LIMITED -> "Wait a minute and try again.";
      case UNAVAILABLE -> "Try again in a moment.";
      case BAD_REQUEST, NOT_LOGGED_IN, REPLAYED, SIGNATURE_INVALID, TOO_LARGE -> "";
    };
  }

  /** The other user of a direct room is looked up as a part of that room. */
  private static String user(Request request) {
    return request instanceof Request.Send send ? send.to().orElse("") : "";
  }

  // A server's text goes to a terminal, which must not obey it.
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", " ").strip();
  }
}
