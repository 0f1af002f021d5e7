package org.securechat.web.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.securechat.web.json.RecordJson;
import org.securechat.web.problem.Problem;
import org.securechat.web.problem.ProblemKind;

/** The answer to a caller who gets as far as no operation. */
public final class Refusal {

  private static final String RETRY_SECONDS = "30";

  private Refusal() {}

  /** Writes the whole answer, so that the container adds no page of its own. */
  static void write(HttpServletRequest request, HttpServletResponse response, ProblemKind kind) {
    write(response, kind, null, request.getRequestURI());
  }

  /**
   * The same.
   *
   * @param detail what is wrong this time; null if the kind says all
   * @param uri the path that was asked for
   */
  public static void write(
      HttpServletResponse response, ProblemKind kind, String detail, String uri) {
    Problem problem = Problem.of(kind, detail, uri);
    byte[] body = RecordJson.write(problem);
    response.setStatus(kind.status());
    if (kind == ProblemKind.RATE_LIMITED || kind == ProblemKind.UNAVAILABLE) {
      response.setHeader("Retry-After", RETRY_SECONDS);
    }
    SecurityHeaders.set(response);
    response.setContentType(Problem.MEDIA_TYPE);
    response.setContentLength(body.length);
    try {
      response.getOutputStream().write(body);
      response.flushBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
