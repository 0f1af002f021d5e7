package org.securechat.server.actor;

import java.util.Objects;
import java.util.Optional;
import org.securechat.server.DomainException;

/**
 * A request of an administrator that is refused. The caller sees the message of most reasons
 * ({@link #detail}), so it holds no secret.
 */
public final class AdministrationException extends DomainException {

  /** Why, in terms that every interface can express. */
  public enum Reason {
    /** A value is missing, malformed or out of bounds. */
    INVALID,
    /** What the request is about does not exist. */
    NOT_FOUND,
    /** The request does not fit the present state. */
    CONFLICT,
    /** The name is in use. */
    NAME_TAKEN,
    /** The object was changed after the caller read it. */
    STALE,
    /** The request must say which state it is meant for. */
    UNCONDITIONAL,
    /** The caller has not proved to be an administrator. */
    BAD_CREDENTIALS,
    /** The server cannot do it now. */
    UNAVAILABLE
  }

  private final Reason reason;
  private final String field;

  private AdministrationException(Reason reason, String field, String message) {
    super(Objects.requireNonNull(message));
    this.reason = reason;
    this.field = field;
  }

  /**
   * A value that cannot be accepted.
   *
   * @param field the member of the request that holds it, as the request calls it
   */
  public static AdministrationException invalid(String field, String message) {
    return new AdministrationException(Reason.INVALID, Objects.requireNonNull(field), message);
  }

  /** What the request is about does not exist, or must stay unknown to the caller. */
  public static AdministrationException notFound(String message) {
    return new AdministrationException(Reason.NOT_FOUND, null, message);
  }

  /** The request is well-formed, but does not fit the present state. */
  public static AdministrationException conflict(String message) {
    return new AdministrationException(Reason.CONFLICT, null, message);
  }

  /**
   * The name is in use.
   *
   * @param message for the log
   */
  public static AdministrationException nameTaken(String message) {
    return new AdministrationException(Reason.NAME_TAKEN, null, message);
  }

  /** The object was changed after the caller read it. */
  public static AdministrationException stale() {
    return new AdministrationException(
        Reason.STALE, null, "it has been changed since; read it again");
  }

  /** The request does not say which state it is meant for. */
  public static AdministrationException unconditional() {
    return new AdministrationException(
        Reason.UNCONDITIONAL, null, "If-Match must say which state is to be changed");
  }

  /**
   * The caller has not proved to be an administrator.
   *
   * @param message for the log
   */
  public static AdministrationException badCredentials(String message) {
    return new AdministrationException(Reason.BAD_CREDENTIALS, null, message);
  }

  /**
   * The server cannot do it now.
   *
   * @param message for the log
   */
  public static AdministrationException unavailable(String message) {
    return new AdministrationException(Reason.UNAVAILABLE, null, message);
  }

  public Reason reason() {
    return reason;
  }

  /** The member of the request that is wrong, if it is one. */
  public Optional<String> field() {
    return Optional.ofNullable(field);
  }

  /** The message, if the caller may see it; otherwise it is for the log only. */
  public Optional<String> detail() {
    return switch (reason) {
      case INVALID, NOT_FOUND, CONFLICT, STALE, UNCONDITIONAL -> Optional.of(getMessage());
      case NAME_TAKEN, BAD_CREDENTIALS, UNAVAILABLE -> Optional.empty();
    };
  }
}
