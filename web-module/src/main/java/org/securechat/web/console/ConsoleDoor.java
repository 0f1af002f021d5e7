package org.securechat.web.console;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The address without a path: it leads a person at a browser to the console, and is nothing to
 * anybody else.
 */
@WebServlet("")
public class ConsoleDoor extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (PublicAnswer.isRefused(request, response)) {
      return;
    }
    if ("navigate".equals(request.getHeader("Sec-Fetch-Mode"))) {
      PublicAnswer.leadTo(ConsoleFiles.PATH, response);
    } else {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
  }
}
