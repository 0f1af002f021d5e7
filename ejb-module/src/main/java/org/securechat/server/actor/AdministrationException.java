package org.securechat.server.actor;

import jakarta.ejb.ApplicationException;
import java.util.Objects;
import java.util.Optional;

/**
 * A request of an administrator that is refused. It rolls the transaction back. Unlike the reason
 * of a {@link org.securechat.server.ServiceException}, its message is shown to whoever asked, so it
 * holds no secret. It carries no stack trace.
 */
@ApplicationException(rollback = true)
public class AdministrationException extends RuntimeException {

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
    /** Somebody else has changed it since it was read. */
    STALE,
    /** The request must say which state it is meant for. */
    UNCONDITIONAL
  }

  private final Reason reason;
  private final String field;

  private AdministrationException(Reason reason, String field, String message) {
    super(Objects.requireNonNull(message), null, false, false);
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

  /** What the request is about does not exist, or nobody may know of it. */
  public static AdministrationException notFound(String message) {
    return new AdministrationException(Reason.NOT_FOUND, null, message);
  }

  /** The request is well-formed, but does not fit the present state. */
  public static AdministrationException conflict(String message) {
    return new AdministrationException(Reason.CONFLICT, null, message);
  }

  /** The name is in use. */
  public static AdministrationException nameTaken(String message) {
    return new AdministrationException(Reason.NAME_TAKEN, null, message);
  }

  /** It has been changed since the one who asks has read it. */
  public static AdministrationException stale() {
    return new AdministrationException(
        Reason.STALE, null, "it has been changed since; read it again");
  }

  /** The request does not say which state it is meant for. */
  public static AdministrationException unconditional() {
    return new AdministrationException(
        Reason.UNCONDITIONAL, null, "If-Match must say which state is to be changed");
  }

  public Reason reason() {
    return reason;
  }

  /** The member of the request that is wrong, if it is one. */
  public Optional<String> field() {
    return Optional.ofNullable(field);
  }
}
