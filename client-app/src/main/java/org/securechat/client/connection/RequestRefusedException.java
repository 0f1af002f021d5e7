package org.securechat.client.connection;

import java.util.Map;
import org.securechat.client.ClientException;
import org.securechat.protocol.application.ErrorCode;

/** The server understood a request and said no. */
public final class RequestRefusedException extends ClientException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode error;

  RequestRefusedException(ErrorCode error, String detail) {
    super(what(error, detail), remedy(error));
    this.error = error;
  }

  /** The server's word for it. */
  public ErrorCode error() {
    return error;
  }

  @Override
  public String code() {
    return error.wireName();
  }

  private static String what(ErrorCode error, String detail) {
    String said = detail.isBlank() ? "" : " (" + printable(detail) + ")";
    return Texts.WHAT.getOrDefault(error, "the server refused")
        + said
        + " ["
        + error.wireName()
        + "]";
  }

  private static String remedy(ErrorCode error) {
    return Texts.REMEDY.getOrDefault(error, "");
  }

  // A server's text goes to a terminal, which must not obey it.
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", " ").strip();
  }

  private static final class Texts {
    static final Map<ErrorCode, String> WHAT =
        Map.ofEntries(
            Map.entry(ErrorCode.BAD_REQUEST, "the server did not accept the request"),
            Map.entry(ErrorCode.NOT_LOGGED_IN, "this needs a login first"),
            Map.entry(ErrorCode.BAD_CREDENTIALS, "wrong name or password"),
            Map.entry(ErrorCode.NAME_TAKEN, "that name is taken"),
            Map.entry(ErrorCode.IDENTITY_MISMATCH, "your certificate does not belong to that user"),
            Map.entry(ErrorCode.DISABLED, "the account is disabled"),
            Map.entry(ErrorCode.FORBIDDEN, "you may not do that"),
            Map.entry(ErrorCode.NO_SUCH_ROOM, "there is no such room for you"),
            Map.entry(ErrorCode.REPLAYED, "the message was sent before"),
            Map.entry(ErrorCode.SIGNATURE_INVALID, "the message's signature was not accepted"),
            Map.entry(ErrorCode.RATE_LIMITED, "too many attempts"),
            Map.entry(ErrorCode.TOO_LARGE, "that is too long"),
            Map.entry(ErrorCode.UNAVAILABLE, "the server cannot do that now"));

    static final Map<ErrorCode, String> REMEDY =
        Map.of(
            ErrorCode.BAD_CREDENTIALS,
            "Check both; a new user registers first: 'securechat register --as NAME'.",
            ErrorCode.NAME_TAKEN,
            "If it is yours, log in instead of registering; otherwise choose another.",
            ErrorCode.IDENTITY_MISMATCH,
            "Use the certificate that names the user: --as NAME, or --cert and --key.",
            ErrorCode.DISABLED,
            "Ask the server's operator.",
            ErrorCode.FORBIDDEN,
            "Join the room first, or ask a member to invite you.",
            ErrorCode.NO_SUCH_ROOM,
            "See 'securechat rooms'; 'securechat create ROOM' makes one.",
            ErrorCode.RATE_LIMITED,
            "Wait a minute and try again.",
            ErrorCode.UNAVAILABLE,
            "Try again in a moment.");
  }
}
