package org.securechat.protocol.application;

import java.util.Optional;
import org.securechat.protocol.json.WireNamed;

/** Why a request was refused. The peer gets the code; the reason is in the log. */
public enum ErrorCode implements WireNamed {
  /** The request is malformed or makes no sense here. */
  BAD_REQUEST("bad_request"),
  /** Only {@code kdf}, {@code register}, {@code login}, {@code ping} and {@code bye} come first. */
  NOT_LOGGED_IN("not_logged_in"),
  /** Unknown user or wrong password; the answer does not tell which. */
  BAD_CREDENTIALS("bad_credentials"),
  /** A user or room of that name exists. */
  NAME_TAKEN("name_taken"),
  /** The certificate does not name the account. */
  IDENTITY_MISMATCH("identity_mismatch"),
  /** The account has been disabled. */
  DISABLED("disabled"),
  /** Not permitted to this user. */
  FORBIDDEN("forbidden"),
  /** No such room, or one that this user may not know of. */
  NO_SUCH_ROOM("no_such_room"),
  /** There is no user of that name, or none that can be asked. */
  NO_SUCH_USER("no_such_user"),
  /** What the message is about is none that it can be about, or was erased. */
  NO_SUCH_MESSAGE("no_such_message"),
  /** No file of this content is in the room, or not all of it. */
  NO_SUCH_FILE("no_such_file"),
  /** What was sent has another hash than was said, or is not let in by what examines files. */
  FILE_REFUSED("file_refused"),
  /** The other one of a direct room has blocked the sender. */
  BLOCKED("blocked"),
  /** A moderator of the room has taken the right to write from the sender. */
  MUTED("muted"),
  /** The room is in slow mode, and the sender's last message is not long enough ago. */
  TOO_SOON("too_soon"),
  /** The room has messages of a kind that this client did not name at login. */
  UNSUPPORTED_KIND("unsupported_kind"),
  /** What the message says of the room's history is not the room's. */
  FORK("fork"),
  /** The message's sequence number was used before. */
  REPLAYED("replayed"),
  /** The signature is wrong, or made for another session, room or sender. */
  SIGNATURE_INVALID("signature_invalid"),
  /** As many as one user may have: rooms, memberships, invitations, blocks. */
  LIMIT_REACHED("limit_reached"),
  /** Too many attempts; wait. */
  RATE_LIMITED("rate_limited"),
  /** The message is longer than allowed. */
  TOO_LARGE("too_large"),
  /** The server cannot do it now. */
  UNAVAILABLE("unavailable");

  private final String wireName;

  ErrorCode(String wireName) {
    this.wireName = wireName;
  }

  /** The name in messages. */
  @Override
  public String wireName() {
    return wireName;
  }

  /** The code of that wire name, if there is one. */
  public static Optional<ErrorCode> of(String wireName) {
    return WireNamed.find(ErrorCode.class, wireName);
  }
}
