package org.securechat.client.connection;

import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.identity.OwnNames;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.ServerMessage;

/** The server understood a request and refused it. */
public final class RequestRefusedException extends ClientException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode error;

  /**
   * @param own the names that the user's own certificate states
   */
  RequestRefusedException(Request request, ServerMessage.Failure failure, OwnNames own) {
    super(what(request, failure.code(), failure.detail()), remedy(request, failure.code(), own));
    this.error = failure.code();
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
    String more = detail.isBlank() || !isMore(error) ? "" : " (" + printable(detail) + ")";
    return what(request, error) + more + " [" + error.wireName() + "]";
  }

  /** Whether the server can know more of it than the words here say. */
  private static boolean isMore(ErrorCode error) {
    return switch (error) {
      case BAD_REQUEST,
          IDENTITY_MISMATCH,
          FORBIDDEN,
          MUTED,
          TOO_SOON,
          LIMIT_REACHED,
          TOO_LARGE,
          UNAVAILABLE,
          UNSUPPORTED_KIND,
          FORK,
          REPLAYED,
          FILE_REFUSED,
          SIGNATURE_INVALID ->
          true;
      case NOT_LOGGED_IN,
          BAD_CREDENTIALS,
          NAME_TAKEN,
          DISABLED,
          NO_SUCH_ROOM,
          NO_SUCH_USER,
          NO_SUCH_MESSAGE,
          NO_SUCH_FILE,
          BLOCKED,
          RATE_LIMITED ->
          false;
    };
  }

  private static String what(Request request, ErrorCode error) {
    return switch (error) {
      case BAD_REQUEST -> "the server did not accept the request " + RequestNames.of(request);
      case NOT_LOGGED_IN -> "this needs a login first";
      case BAD_CREDENTIALS -> "wrong name or password";
      case NAME_TAKEN ->
          request instanceof Request.Create create
              ? "there is a room " + create.room() + " already"
              : "that name is taken";
      case IDENTITY_MISMATCH -> "your certificate does not state that name";
      case DISABLED -> "the account is disabled";
      case FORBIDDEN -> "you may not do that";
      case NO_SUCH_ROOM -> "there is no such room that you may enter";
      case NO_SUCH_USER -> "there is no user " + user(request);
      case NO_SUCH_MESSAGE -> "there is no message that this can be about";
      case NO_SUCH_FILE -> "the server has no such file in this room";
      case FILE_REFUSED -> "the server does not take the file";
      case BLOCKED -> "the other one does not take messages from you";
      case MUTED -> "you may not write in this room";
      case TOO_SOON -> "you have to wait before your next message in this room";
      case UNSUPPORTED_KIND -> "the room has messages of a kind that this program does not know";
      case FORK -> "the server says that the room's history is another than it delivered";
      case REPLAYED -> "the message was sent before";
      case SIGNATURE_INVALID -> "the server did not accept the message's signature";
      case LIMIT_REACHED -> "that is more than one user may have";
      case RATE_LIMITED -> "too many attempts";
      case TOO_LARGE -> "that is too much";
      case UNAVAILABLE -> "the server cannot do that now";
    };
  }

  private static String remedy(Request request, ErrorCode error, OwnNames own) {
    return switch (error) {
      case BAD_CREDENTIALS ->
          "Check both; a new user registers first: 'securechat register --as NAME'.";
      case NAME_TAKEN ->
          request instanceof Request.Create create
              ? "Join it with 'securechat join " + create.room() + "', or choose another name."
              : "If the account is yours, log in instead of registering. Otherwise choose another"
                  + " name that your certificate states.";
      case IDENTITY_MISMATCH -> own.advice(account(request));
      case DISABLED -> "Ask the server's operator.";
      case FORBIDDEN -> "If you are not in the room, join it first, or ask a member to invite you.";
      case NO_SUCH_ROOM ->
          "'securechat rooms' lists the rooms; 'securechat create ROOM' creates one.";
      case NO_SUCH_USER -> "Check the name. Names are lower case.";
      case NO_SUCH_MESSAGE ->
          "It may have been erased meanwhile. Only messages can be answered, and"
              + " only your own be changed.";
      case NO_SUCH_FILE -> "It may have been erased meanwhile, or is not all there.";
      case BLOCKED -> "Nothing was delivered. What was said before stays in the record.";
      case MUTED -> "You can still read. Ask a moderator of the room.";
      case TOO_SOON ->
          "Slow mode of the room, or a limit of the server, holds it back; send it again then.";
      case UNSUPPORTED_KIND -> "Use a newer version.";
      case FORK -> "Keep what is stored of the room: it is evidence. Ask others what they see.";
      case RATE_LIMITED -> "Wait a minute and try again.";
      case UNAVAILABLE -> "Try again in a moment.";
      // The server's words say which limit it is, and what to do.
      case LIMIT_REACHED,
          BAD_REQUEST,
          NOT_LOGGED_IN,
          REPLAYED,
          SIGNATURE_INVALID,
          FILE_REFUSED,
          TOO_LARGE ->
          "";
    };
  }

  /** The name that was to be used. */
  private static Optional<String> account(Request request) {
    return switch (request) {
      case Request.Login login -> Optional.of(login.user());
      case Request.Register register -> Optional.of(register.username());
      default -> Optional.empty();
    };
  }

  private static String user(Request request) {
    return switch (request) {
      case Request.Direct direct -> direct.user();
      case Request.Invite invite -> invite.user();
      case Request.Block block -> block.user();
      case Request.Unblock unblock -> unblock.user();
      default -> "of that name";
    };
  }

  // A server's text goes to a terminal, which must not obey it.
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", " ").strip();
  }
}
