package org.securechat.web.problem;

/** All kinds of problems. A code never changes its meaning. */
public enum ProblemKind {
  BAD_REQUEST(400, "bad_request", "The request is malformed"),
  INVALID(400, "invalid", "A value cannot be accepted"),
  UNAUTHENTICATED(
      401,
      "unauthenticated",
      "Authentication is required: use a password, a client certificate or a bearer token"),
  FORBIDDEN(403, "forbidden", "The role does not permit this"),
  CROSS_SITE(403, "cross_site", "A browser may not do this here for another site"),
  NOT_FOUND(404, "not_found", "There is no such thing"),
  METHOD_NOT_ALLOWED(405, "method_not_allowed", "This cannot be done with it"),
  NOT_ACCEPTABLE(406, "not_acceptable", "It is not available in that form"),
  CONFLICT(409, "conflict", "The request does not fit the present state"),
  NAME_TAKEN(409, "name_taken", "The name is in use"),
  STALE(412, "stale", "It has been changed since it was read"),
  TOO_LARGE(413, "too_large", "The request is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "unsupported_media_type", "That form of request is not understood"),
  UNCONDITIONAL(428, "unconditional", "The request must say which state it is meant for"),
  RATE_LIMITED(429, "rate_limited", "Too many attempts; wait"),
  OTHER(400, "refused", "The request is refused"),
  INTERNAL(500, "internal", "The server failed"),
  RECORD_BROKEN(500, "record_broken", "The stored record is not the one that was written"),
  UNAVAILABLE(503, "unavailable", "The server cannot do it now"),
  BUSY(503, "busy", "The server is busy with the same for others");

  private final int status;
  private final String code;
  private final String title;

  ProblemKind(int status, String code, String title) {
    this.status = status;
    this.code = code;
    this.title = title;
  }

  public int status() {
    return status;
  }

  /** What follows {@code urn:securechat:problem:}. */
  public String code() {
    return code;
  }

  public String title() {
    return title;
  }

  /** The first kind of that status, or {@link #OTHER} or {@link #INTERNAL}. */
  public static ProblemKind ofStatus(int status) {
    for (ProblemKind kind : values()) {
      if (kind.status == status) {
        return kind;
      }
    }
    return status < 500 ? OTHER : INTERNAL;
  }
}
