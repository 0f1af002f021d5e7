package org.securechat.web.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.securechat.web.problem.ProblemKind;

/** What holds for every request, also where no operation is. */
@WebFilter("/*")
public class RequestGuard extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    SecurityHeaders.add(response::setHeader);
    if (isAmbiguous(request)) {
      response.setHeader("Connection", "close");
      Refusal.write(request, response, ProblemKind.BAD_REQUEST);
      return;
    }
    chain.doFilter(request, response);
  }

  /** RFC 9112 section 6.1: a proxy may have read another length, and other requests behind it. */
  private static boolean isAmbiguous(HttpServletRequest request) {
    return request.getHeader("Transfer-Encoding") != null
        && request.getHeader("Content-Length") != null;
  }
}
