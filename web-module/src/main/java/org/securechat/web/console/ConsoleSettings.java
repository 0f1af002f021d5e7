package org.securechat.web.console;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.securechat.server.monitoring.ServerInformation;
import org.securechat.web.json.RecordJson;
import org.securechat.web.security.openid.BearerTokens;
import org.securechat.web.security.openid.BrowserLogin;

/** What the console has to know before anybody has logged in. */
@WebServlet(ConsoleFiles.PATH + "settings.json")
public class ConsoleSettings extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient ServerInformation server;
  private final transient BearerTokens tokens;

  @Inject
  public ConsoleSettings(ServerInformation server, BearerTokens tokens) {
    this.server = server;
    this.tokens = tokens;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (PublicAnswer.isRefused(request, response)) {
      return;
    }
    View view = new View(server.name(), server.version(), tokens.browserLogin().orElse(null));
    PublicAnswer.write(request, response, "application/json", RecordJson.write(view));
  }

  /**
   * All of it is public.
   *
   * @param server its name, as in receipts
   * @param version of the server, which the console is of, too
   * @param openid how to get a token; null, and so absent, if the console is not meant to
   */
  record View(String server, String version, BrowserLogin openid) {}
}
