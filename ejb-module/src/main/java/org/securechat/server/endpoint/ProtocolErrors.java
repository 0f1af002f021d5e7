package org.securechat.server.endpoint;

import java.util.List;
import java.util.stream.Collectors;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.ServerMessage.Failure;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.protocol.identity.StatedName;
import org.securechat.server.DomainException;
import org.securechat.server.account.AccountException;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.audit.AuditException;
import org.securechat.server.chat.ChatException;
import org.securechat.server.cluster.ClusterException;
import org.securechat.server.evidence.BundleException;
import org.securechat.server.file.FileException;
import org.securechat.server.heads.HeadsException;
import org.securechat.server.lease.LeaseException;
import org.securechat.server.ledger.LedgerException;
import org.securechat.server.limit.LaneException;
import org.securechat.server.moderation.ModerationException;
import org.securechat.server.receipt.ReceiptException;
import org.securechat.server.retention.RetentionException;
import org.securechat.server.room.RoomException;

/**
 * Translates what the application refuses into the error codes of the protocol (PROTOCOL.md 7.9).
 * No class below this package names a code.
 */
public final class ProtocolErrors {

  /** What a detail has room for (PROTOCOL.md §7.1). */
  private static final int MOST_NAMES = 5;

  private ProtocolErrors() {}

  /** The code that the peer gets. */
  public static ErrorCode code(DomainException e) {
    return switch (e) {
      case LedgerException failed -> code(failed.reason());
      case RoomException refused -> code(refused.reason());
      case RetentionException refused -> code(refused.reason());
      case ModerationException refused -> code(refused.reason());
      case ChatException refused -> code(refused.reason());
      case UnexpectedRequestException refused -> code(refused.reason());
      case AccountException refused -> code(refused.reason());
      case AuditException _ -> ErrorCode.UNAVAILABLE;
      // Only administrators cause it, and they do not speak this protocol.
      case AdministrationException _ -> ErrorCode.UNAVAILABLE;
      case ReceiptException refused -> code(refused.reason());
      case BundleException refused -> code(refused.reason());
      case LaneException refused -> code(refused.reason());
      case FileException refused -> code(refused.reason());
      // They end a start, before there is a peer.
      case HeadsException _ -> ErrorCode.UNAVAILABLE;
      case ClusterException _ -> ErrorCode.UNAVAILABLE;
      case LeaseException _ -> ErrorCode.UNAVAILABLE;
      // ProtocolErrorsTest finds each family of exceptions that has no case here.
      default -> ErrorCode.UNAVAILABLE;
    };
  }

  private static ErrorCode code(LedgerException.Reason reason) {
    return switch (reason) {
      case NOTHING_TO_ERASE, NO_SUCH_POSITION -> ErrorCode.BAD_REQUEST;
      case ERASED -> ErrorCode.NO_SUCH_MESSAGE;
      case QUEUE_FULL, CLOSED, NOT_WRITTEN, IN_DOUBT, ROOM_BROKEN, NOT_READ, FENCED, EDITED ->
          ErrorCode.UNAVAILABLE;
    };
  }

  private static ErrorCode code(RoomException.Reason reason) {
    return switch (reason) {
      case INVALID_ROOM -> ErrorCode.BAD_REQUEST;
      case NAME_TAKEN -> ErrorCode.NAME_TAKEN;
      case NO_SUCH_ROOM -> ErrorCode.NO_SUCH_ROOM;
      case NOT_PERMITTED,
          ARCHIVED,
          MEMBERS_ONLY,
          INVITED_ONLY,
          BANNED,
          READ_ONLY,
          MODERATORS_INVITE ->
          ErrorCode.FORBIDDEN;
      case NO_SUCH_MESSAGE -> ErrorCode.NO_SUCH_MESSAGE;
      case NO_SUCH_USER -> ErrorCode.NO_SUCH_USER;
      case BLOCKED -> ErrorCode.BLOCKED;
      case TOO_MANY_MADE,
          TOO_MANY_MEMBERSHIPS,
          TOO_MANY_INVITATIONS,
          TOO_MANY_INVITATIONS_FROM_ONE,
          TOO_MANY_DIRECT_ROOMS,
          TOO_MANY_BLOCKED,
          TOO_MANY_MODERATORS,
          TOO_MANY_RESTRICTED,
          TOO_MANY_PINS ->
          ErrorCode.LIMIT_REACHED;
      case SUPERSEDED -> ErrorCode.UNAVAILABLE;
    };
  }

  private static ErrorCode code(RetentionException.Reason reason) {
    return switch (reason) {
      case LEGAL_HOLD -> ErrorCode.FORBIDDEN;
      case LEASE_LOST -> ErrorCode.UNAVAILABLE;
    };
  }

  private static ErrorCode code(ModerationException.Reason reason) {
    return switch (reason) {
      case MUTED -> ErrorCode.MUTED;
      case TOO_SOON, TOO_MANY -> ErrorCode.TOO_SOON;
    };
  }

  /** How long it is so. */
  private static String end(ModerationException e) {
    return e.until().map(until -> ", until " + Timestamps.format(until)).orElse("");
  }

  private static ErrorCode code(AccountException.Reason reason) {
    return switch (reason) {
      case MALFORMED -> ErrorCode.BAD_REQUEST;
      case IDENTITY_MISMATCH -> ErrorCode.IDENTITY_MISMATCH;
      case BAD_CREDENTIALS -> ErrorCode.BAD_CREDENTIALS;
      case NAME_TAKEN -> ErrorCode.NAME_TAKEN;
      case DISABLED -> ErrorCode.DISABLED;
      case RATE_LIMITED -> ErrorCode.RATE_LIMITED;
      case TOO_COSTLY -> ErrorCode.FORBIDDEN;
      case OVERLOADED -> ErrorCode.UNAVAILABLE;
    };
  }

  private static ErrorCode code(ChatException.Reason reason) {
    return switch (reason) {
      case MALFORMED_PAYLOAD, SEQUENCE_AHEAD, UNKNOWN_CERTIFICATE, UNKNOWN_LIST, NO_WORD ->
          ErrorCode.BAD_REQUEST;
      case OTHER_HISTORY -> ErrorCode.FORK;
      case NO_SUCH_MESSAGE -> ErrorCode.NO_SUCH_MESSAGE;
      case WRONG_CONTEXT, INVALID_SIGNATURE -> ErrorCode.SIGNATURE_INVALID;
      case SEQUENCE_USED -> ErrorCode.REPLAYED;
      case CERTIFICATE_ENDED, SEARCH_OFF -> ErrorCode.FORBIDDEN;
      case NO_CURRENT_LIST -> ErrorCode.UNAVAILABLE;
      case TOO_MANY_RECEIPTS, TOO_MANY_READS -> ErrorCode.RATE_LIMITED;
      case SESSION_ENDED, SESSION_UNSETTLED -> ErrorCode.UNAVAILABLE;
    };
  }

  private static ErrorCode code(ReceiptException.Reason reason) {
    return switch (reason) {
      case NO_SUCH_RECEIPT, MALFORMED_COUNTERSIGNATURE -> ErrorCode.BAD_REQUEST;
      case RANGE_TOO_WIDE -> ErrorCode.TOO_LARGE;
      case INVALID_COUNTERSIGNATURE -> ErrorCode.SIGNATURE_INVALID;
      case CERTIFICATE_REFUSED, FAILED -> ErrorCode.UNAVAILABLE;
    };
  }

  private static ErrorCode code(LaneException.Reason reason) {
    return switch (reason) {
      case TOO_MUCH_OF_ONE -> ErrorCode.RATE_LIMITED;
      case FULL, WAITED_TOO_LONG, RAN_TOO_LONG, CLOSED -> ErrorCode.UNAVAILABLE;
    };
  }

  private static ErrorCode code(FileException.Reason reason) {
    return switch (reason) {
      case NO_SUCH_FILE -> ErrorCode.NO_SUCH_FILE;
      case TOO_LONG -> ErrorCode.TOO_LARGE;
      case USER_FULL, ROOM_FULL, SERVER_FULL -> ErrorCode.LIMIT_REACHED;
      case OTHER_CONTENT, INFECTED, NOT_TAKEN -> ErrorCode.FILE_REFUSED;
      case NOT_EXAMINED, FAILED -> ErrorCode.UNAVAILABLE;
    };
  }

  private static ErrorCode code(BundleException.Reason reason) {
    return switch (reason) {
      case BUSY -> ErrorCode.UNAVAILABLE;
      case TOO_LARGE -> ErrorCode.TOO_LARGE;
    };
  }

  private static ErrorCode code(UnexpectedRequestException.Reason reason) {
    return switch (reason) {
      case NOT_LOGGED_IN -> ErrorCode.NOT_LOGGED_IN;
      case ALREADY_LOGGED_IN -> ErrorCode.BAD_REQUEST;
    };
  }

  /**
   * The answer to a refused request. The words are the same for every cause of a code, so that they
   * tell the peer nothing more than the code does.
   */
  static Failure failure(long re, ErrorCode code) {
    return new Failure(re, code, words(code));
  }

  /**
   * As {@link #failure(long, ErrorCode)}. A mismatch of names also tells the peer which names its
   * own certificate states, a limit which one it is, and other refusals what the peer can do: all
   * are the peer's to know.
   */
  static Failure failure(long re, DomainException e) {
    ErrorCode code = code(e);
    return new Failure(
        re,
        code,
        switch (e) {
          case RoomException refused -> words(refused.reason());
          case AccountException refused when code == ErrorCode.IDENTITY_MISMATCH ->
              words(code) + stated(refused);
          case AccountException refused
              when refused.reason() == AccountException.Reason.MALFORMED ->
              "the username, or the key from the password, is not valid; a username is 1 to"
                  + " 128 of a-z, 0-9, '.', '_', '+', '-' and at most one '@', in lower case";
          case ReceiptException refused -> words(refused.reason());
          case FileException refused -> words(refused.reason());
          case ModerationException refused -> words(refused.reason()) + end(refused);
          case ChatException refused when refused.reason() == ChatException.Reason.SEARCH_OFF ->
              "this server does not search for members; search in what you keep";
          case ChatException refused when refused.reason() == ChatException.Reason.NO_WORD ->
              "there is no word in what you look for";
          default -> words(code);
        });
  }

  private static String words(RoomException.Reason reason) {
    return switch (reason) {
      case TOO_MANY_MADE ->
          "you have made as many rooms as one user may; ask an administrator to archive some";
      case TOO_MANY_MEMBERSHIPS -> "you are in as many rooms as one user may; leave one first";
      case TOO_MANY_INVITATIONS ->
          "this user has as many invitations as one user may; ask them to answer some first";
      case TOO_MANY_INVITATIONS_FROM_ONE ->
          "you have invited this user to as many rooms as you may; they can enter one of those";
      case TOO_MANY_DIRECT_ROOMS ->
          "you have begun as many conversations today as one user may; try again tomorrow";
      case TOO_MANY_BLOCKED -> "you have blocked as many users as one user may; unblock one first";
      case INVALID_ROOM ->
          "the name of a room is 1 to 64 of a-z, 0-9, '.', '_' and '-', in lower case, and begins"
              + " with a letter or digit";
      case TOO_MANY_MODERATORS -> "the room has as many moderators as one may; dismiss one first";
      case TOO_MANY_RESTRICTED ->
          "the room has as many of these as one may; lift one that is not needed first";
      case TOO_MANY_PINS -> "the room has as many pinned messages as one may; unpin one first";
      case MEMBERS_ONLY -> "you are not in this room";
      case INVITED_ONLY -> "only users who are invited enter this room";
      case BANNED -> "this user is banned from the room, by its moderators";
      case READ_ONLY -> "only the owner and moderators write in this room";
      case MODERATORS_INVITE -> "only the owner and moderators of a room invite to it here";
      case ARCHIVED -> "the room is archived: it can be read, and takes nothing new";
      case NAME_TAKEN,
          NO_SUCH_ROOM,
          NO_SUCH_MESSAGE,
          NOT_PERMITTED,
          NO_SUCH_USER,
          BLOCKED,
          SUPERSEDED ->
          words(code(reason));
    };
  }

  private static String words(ModerationException.Reason reason) {
    return switch (reason) {
      case TOO_MANY ->
          "you have written as many messages into this room in a minute as your role there may;"
              + " wait before the next one";
      case MUTED, TOO_SOON -> words(code(reason));
    };
  }

  private static String words(ReceiptException.Reason reason) {
    return switch (reason) {
      case RANGE_TOO_WIDE ->
          "a receipt cannot say all that it has to of so many lines; ask for a shorter range";
      case CERTIFICATE_REFUSED ->
          "the server's receipt certificate is not one that verifiers take; tell its operator, and"
              + " ask for the receipt when that is renewed";
      case NO_SUCH_RECEIPT, MALFORMED_COUNTERSIGNATURE, INVALID_COUNTERSIGNATURE, FAILED ->
          words(code(reason));
    };
  }

  private static String words(FileException.Reason reason) {
    return switch (reason) {
      case TOO_LONG -> "the file is longer than this server takes";
      case USER_FULL ->
          "you have sent as many bytes of files as one user may; take some back, or ask an"
              + " administrator";
      case ROOM_FULL -> "the room holds as many bytes of files as one room may";
      case SERVER_FULL -> "the server holds as many bytes of files as it may; tell its operator";
      case OTHER_CONTENT ->
          "what was sent has not the hash and the size that were said; send the file again";
      case INFECTED -> "the server's scanner has found something in this file";
      case NOT_EXAMINED -> "the server cannot examine files now; try again later";
      case NOT_TAKEN -> "this server takes no files";
      case NO_SUCH_FILE, FAILED -> words(code(reason));
    };
  }

  private static String stated(AccountException e) {
    List<StatedName> names = e.statedNames();
    if (names.isEmpty()) {
      return "; it states no name that counts here";
    }
    return "; it states these names: "
        + names.stream()
            .limit(MOST_NAMES)
            .map(StatedName::toString)
            .collect(Collectors.joining(", "))
        + (names.size() > MOST_NAMES ? " and others" : "");
  }

  private static String words(ErrorCode code) {
    return switch (code) {
      case BAD_REQUEST -> "the request is malformed or does not fit here";
      case NOT_LOGGED_IN -> "log in first";
      case BAD_CREDENTIALS -> "unknown user or wrong password";
      case NAME_TAKEN -> "this name is taken";
      case IDENTITY_MISMATCH -> "the certificate does not name this account";
      case DISABLED -> "the account is disabled";
      case FORBIDDEN -> "you may not do this";
      case NO_SUCH_ROOM -> "there is no such room, or you cannot see it";
      case NO_SUCH_USER -> "there is no such user";
      case NO_SUCH_MESSAGE -> "there is no message that this can be about, or it was erased";
      case NO_SUCH_FILE -> "there is no such file in the room, or not all of it";
      case FILE_REFUSED -> "the file is refused";
      case BLOCKED -> "this user takes no messages from you";
      case MUTED -> "a moderator of the room has muted you";
      case TOO_SOON -> "the room is in slow mode; wait before the next message";
      case UNSUPPORTED_KIND -> "the room has kinds of messages that this client does not know";
      case FORK -> "the message names a history that is not this room's";
      case REPLAYED -> "this sequence number was used before";
      case SIGNATURE_INVALID -> "the signature does not fit message, session, room and sender";
      case LIMIT_REACHED -> "you have as many of these as one user may";
      case RATE_LIMITED -> "too many attempts; wait a little";
      case TOO_LARGE -> "the message is too long";
      case UNAVAILABLE -> "the server cannot do this now; try again later";
    };
  }
}
