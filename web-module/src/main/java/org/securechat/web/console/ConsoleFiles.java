package org.securechat.web.console;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import org.securechat.web.security.openid.BearerTokens;
import org.securechat.web.security.openid.BrowserLogin;

/**
 * The files of the console, to everybody: they say nothing of this server. They come out of a
 * library of the web application, {@code META-INF/resources/console/}. The container could serve
 * them by itself, but knows no other validator than date and length.
 */
@WebServlet(ConsoleFiles.PATH + "*")
public class ConsoleFiles extends HttpServlet {
  /** Where the console is. */
  static final String PATH = "/console/";

  private static final long serialVersionUID = 1L;
  private static final String INDEX = "index.html";

  private final transient BearerTokens tokens;
  private transient StaticFiles files;

  @Inject
  public ConsoleFiles(BearerTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public void init() throws ServletException {
    try {
      files = StaticFiles.below(PATH, source(getServletContext()));
    } catch (IOException e) {
      throw new ServletException("the console's files cannot be read", e);
    }
  }

  private static StaticFiles.Source source(ServletContext context) {
    return new StaticFiles.Source() {
      @Override
      public Set<String> list(String folder) {
        return context.getResourcePaths(folder);
      }

      @Override
      public InputStream open(String path) {
        return context.getResourceAsStream(path);
      }
    };
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (PublicAnswer.isRefused(request, response)) {
      return;
    }
    String path = request.getPathInfo();
    if (path == null) {
      PublicAnswer.leadTo(PATH, response);
      return;
    }
    String name = path.equals("/") ? INDEX : path.substring(1);
    Optional<StaticFile> file = files.find(name);
    if (file.isPresent()) {
      answer(file.get(), request, response);
    } else {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
  }

  private void answer(StaticFile file, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String policy = PagePolicy.content(tokens.browserLogin().flatMap(BrowserLogin::tokenOrigin));
    String tag = file.tag(policy);
    PagePolicy.set(response, policy);
    response.setHeader("Cache-Control", file.caching());
    response.setHeader("ETag", tag);
    if (StaticFile.isKnown(tag, request.getHeader("If-None-Match"))) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    PublicAnswer.write(request, response, file.type(), file.content());
  }
}
