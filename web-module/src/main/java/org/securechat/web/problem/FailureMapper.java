package org.securechat.web.problem;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.securechat.web.WebLog;

/**
 * Every failure of a resource. What a client caused becomes the problem that it is; everything else
 * becomes a 500 without details, and a log event that carries the same id.
 */
@Provider
public class FailureMapper implements ExceptionMapper<Throwable> {

  private static final String RETRY_SECONDS = "10";
  private static final Set<Integer> PASSING =
      Set.of(ProblemKind.UNAVAILABLE.status(), ProblemKind.RATE_LIMITED.status());

  private final UriInfo uri;

  public FailureMapper(@Context UriInfo uri) {
    this.uri = uri;
  }

  @Override
  public Response toResponse(Throwable thrown) {
    String path = uri.getRequestUri().getRawPath();
    Optional<Problem> problem = Problems.of(thrown, path);
    if (problem.isEmpty() || problem.get().is(ProblemKind.INTERNAL)) {
      String id = UUID.randomUUID().toString();
      return Problem.of(ProblemKind.INTERNAL, null, path)
          .withEvent(WebLog.failed(id, path, thrown))
          .response();
    }
    Response.ResponseBuilder answer = problem.get().builder();
    if (passes(problem.get())) {
      answer.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    }
    if (thrown instanceof WebApplicationException web) {
      keep(web.getResponse(), answer, HttpHeaders.ALLOW);
      keep(web.getResponse(), answer, HttpHeaders.WWW_AUTHENTICATE);
      keep(web.getResponse(), answer, HttpHeaders.RETRY_AFTER);
    }
    return answer.build();
  }

  /** Whether the same request is worth another try after a while. */
  static boolean passes(Problem problem) {
    return PASSING.contains(problem.status());
  }

  private static void keep(Response from, Response.ResponseBuilder to, String header) {
    String value = from.getHeaderString(header);
    if (value != null) {
      to.header(header, null).header(header, value);
    }
  }
}
