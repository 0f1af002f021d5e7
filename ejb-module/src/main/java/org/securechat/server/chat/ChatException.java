package org.securechat.server.chat;

import java.util.Objects;
import org.securechat.server.DomainException;

/** A request of a session that is refused by the rules of the chat itself. */
public final class ChatException extends DomainException {
  private static final long serialVersionUID = 1L;

  /** Why it is refused. */
  public enum Reason {
    /** The signed payload is not of the one permitted form, or too long. */
    MALFORMED_PAYLOAD,
    /** Signed for another session, room or sender. */
    WRONG_CONTEXT,
    /** The sequence number was used before. */
    SEQUENCE_USED,
    /** The sequence number is higher than the one that is due. */
    SEQUENCE_AHEAD,
    /** The signature is not by the key of the session's certificate. */
    INVALID_SIGNATURE,
    /** The line that the author saw last is not one of this room's. */
    OTHER_HISTORY,
    /** What the message is about is none that it can be about, or was erased. */
    NO_SUCH_MESSAGE,
    /** The session's certificate has run out or was revoked. */
    CERTIFICATE_ENDED,
    /** No revocation list is current by which the line could be verified; it may be sent later. */
    NO_CURRENT_LIST,
    /** No certificate with this hash has signed a line. */
    UNKNOWN_CERTIFICATE,
    /** No receipt of late has named a revocation list with this hash, or it is shorter. */
    UNKNOWN_LIST,
    /** The user has ended the session by logging in again. */
    SESSION_ENDED,
    /** What an earlier session has asked for was not decided in time. */
    SESSION_UNSETTLED,
    /** The session has asked for too many receipts over whole rooms. */
    TOO_MANY_RECEIPTS,
    /** The user has stated less than a minute ago what they have read in this room. */
    TOO_MANY_READS,
    /** The operator lets no member search on the server. */
    SEARCH_OFF,
    /** There is no word in what is looked for. */
    NO_WORD
  }

  private final Reason reason;

  /**
   * @param message for the log: no secret, no message text
   */
  public ChatException(Reason reason, String message) {
    super(message);
    this.reason = Objects.requireNonNull(reason);
  }

  public Reason reason() {
    return reason;
  }
}
