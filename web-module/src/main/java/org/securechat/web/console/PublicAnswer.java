package org.securechat.web.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What the answers to everybody have in common: they are read, and nothing else. */
final class PublicAnswer {
  private static final String HEAD = "HEAD";

  private PublicAnswer() {}

  /** Whether the method is one that changes something; then the refusal is written. */
  static boolean isRefused(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getMethod().equals("GET") || request.getMethod().equals(HEAD)) {
      return false;
    }
    response.setHeader("Allow", "GET, HEAD");
    response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    return true;
  }

  /** To another path here, whatever host the request names. */
  static void leadTo(String path, HttpServletResponse response) {
    response.setStatus(HttpServletResponse.SC_FOUND);
    response.setHeader("Location", path);
  }

  /** Writes a body, or for HEAD what would be said of it. */
  static void write(
      HttpServletRequest request, HttpServletResponse response, String type, byte[] body)
      throws IOException {
    response.setContentType(type);
    response.setContentLength(body.length);
    if (!request.getMethod().equals(HEAD)) {
      response.getOutputStream().write(body);
    }
  }
}
