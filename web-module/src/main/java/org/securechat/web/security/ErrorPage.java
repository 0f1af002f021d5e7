package org.securechat.web.security;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.securechat.web.problem.ProblemKind;

/**
 * Answers in the place of the container's own pages, which tell strangers its name and version.
 * Asked directly it is a page like any other that is not there.
 */
@WebServlet(ErrorPage.PATH)
public class ErrorPage extends HttpServlet {
  /** Named in {@code web.xml}, too. */
  static final String PATH = "/error";

  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    ProblemKind kind =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status
            ? ProblemKind.ofStatus(status)
            : ProblemKind.NOT_FOUND;
    String uri =
        request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String failed
            ? failed
            : request.getRequestURI();
    Refusal.write(response, kind, null, uri);
  }
}
