package org.securechat.web.problem;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * A failure as the client sees it (RFC 9457). Members that are null are left out.
 *
 * @param type {@code urn:securechat:problem:} and a code that never changes its meaning
 * @param title the same for every problem of the type
 * @param status the HTTP status
 * @param detail what is wrong this time, for people
 * @param instance the path of the request
 * @param errors the values that were not accepted
 * @param event under what number and id the server's log tells more
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String instance,
    List<FieldError> errors,
    String event) {

  /** The media type of problems. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String TYPE = "urn:securechat:problem:";

  /**
   * A value that was not accepted.
   *
   * @param field the member, query parameter or path segment that holds it
   * @param message what is wrong with it
   */
  public record FieldError(String field, String message) {}

  /** A problem of a kind. */
  public static Problem of(ProblemKind kind, String detail, String instance) {
    return new Problem(
        TYPE + kind.code(), kind.title(), kind.status(), detail, instance, null, null);
  }

  /** Whether it is of that kind. */
  public boolean is(ProblemKind kind) {
    return type.equals(TYPE + kind.code());
  }

  /** The same with the values that are to blame. */
  public Problem withErrors(List<FieldError> blamed) {
    return new Problem(type, title, status, detail, instance, List.copyOf(blamed), event);
  }

  /** The same with a reference to the log. */
  public Problem withEvent(String reference) {
    return new Problem(type, title, status, detail, instance, errors, reference);
  }

  /** An answer that is nothing but this problem. */
  public Response response() {
    return builder().build();
  }

  /** An answer to which headers can be added. */
  public Response.ResponseBuilder builder() {
    return Response.status(status).type(MediaType.valueOf(MEDIA_TYPE)).entity(this);
  }
}
