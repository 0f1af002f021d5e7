package org.securechat.protocol.application;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Why a request was refused. The peer learns the code; the reason is for the log. */
public enum ErrorCode {
  BAD_REQUEST("bad_request"),
  NOT_LOGGED_IN("not_logged_in"),
  /** The same for an unknown user and for a wrong password. */
  BAD_CREDENTIALS("bad_credentials"),
  NAME_TAKEN("name_taken"),
  /** The certificate does not name the account. */
  IDENTITY_MISMATCH("identity_mismatch"),
  DISABLED("disabled"),
  FORBIDDEN("forbidden"),
  /** The room does not exist, or nothing about it may be known to this user. */
  NO_SUCH_ROOM("no_such_room"),
  REPLAY("REPLAY"),
  SIG_FAIL("SIG_FAIL"),
  RATE_LIMITED("rate_limited"),
  TOO_LARGE("too_large"),
  UNAVAILABLE("unavailable");

  private static final Map<String, ErrorCode> BY_WIRE_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(ErrorCode::wireName, Function.identity()));

  private final String wireName;

  ErrorCode(String wireName) {
    this.wireName = wireName;
  }

  /** The code as it is written in an {@code error} message. */
  public String wireName() {
    return wireName;
  }

  public static Optional<ErrorCode> of(String wireName) {
    return Optional.ofNullable(BY_WIRE_NAME.get(wireName));
  }
}
