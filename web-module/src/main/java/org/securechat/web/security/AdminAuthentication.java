package org.securechat.web.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.securechat.connector.address.IpAddresses;
import org.securechat.server.DomainException;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.admin.account.AdministratorLogin;
import org.securechat.web.WebLog;
import org.securechat.web.problem.Outage;
import org.securechat.web.problem.ProblemKind;
import org.securechat.web.problem.Problems;
import org.securechat.web.security.openid.BearerTokens;

/**
 * Who asks. What the request says of itself in {@code Authorization} counts first: an
 * administrator's name and password, or a token of the configured OpenID provider. Without it the
 * client certificate of the TLS handshake counts, if there is one. Nothing is kept between
 * requests: no session, no cookie. A browser still sends what it was given itself, a certificate or
 * a password in its dialogue, with requests that another site has caused; {@link BrowserRequest}
 * finds these, and they are refused before a login is looked at.
 *
 * <p>What is open to everybody is answered whoever asks, also with a certificate that would not do
 * here.
 */
@ApplicationScoped
public class AdminAuthentication implements HttpAuthenticationMechanism {

  static final String BASIC = "Basic realm=\"securechat\", charset=\"UTF-8\"";

  private static final String BEARER = "Bearer realm=\"securechat\"";

  /**
   * Asks the page, and not the browser, whose dialogue would open for {@code Basic}: a 401 must
   * have a challenge (RFC 9110, section 15.5.2), and browsers leave alone what they do not know.
   */
  private static final String OF_CONSOLE = BrowserRequest.CONSOLE + " realm=\"securechat\"";

  private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

  private final AdministratorLogin login;
  private final BearerTokens tokens;
  private final RefusalPace pace;

  /** For the container's proxy. */
  public AdminAuthentication() {
    this(null, null, null);
  }

  @Inject
  public AdminAuthentication(AdministratorLogin login, BearerTokens tokens, RefusalPace pace) {
    this.login = login;
    this.tokens = tokens;
    this.pace = pace;
  }

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    if (!context.isProtected()) {
      return context.doNothing();
    }
    Optional<String> refusal = BrowserRequest.of(request).refusal();
    if (refusal.isPresent()) {
      Refusal.write(response, ProblemKind.CROSS_SITE, refusal.get(), request.getRequestURI());
      return AuthenticationStatus.SEND_FAILURE;
    }
    return logIn(request, response, context);
  }

  private AuthenticationStatus logIn(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    try {
      Optional<Actor> actor = actor(request);
      if (actor.isPresent()) {
        request.setAttribute(Caller.ATTRIBUTE, actor.get());
        return context.notifyContainerAboutLogin(
            actor.get().name(), Set.of(actor.get().role().wireName()));
      }
      return refuse(request, response, ProblemKind.UNAUTHENTICATED);
    } catch (DomainException e) {
      pace.await();
      return refuse(request, response, Problems.kind(e));
    } catch (RuntimeException e) {
      WebLog.loginFailed(e);
      return refuse(
          request, response, Outage.causes(e) ? ProblemKind.UNAVAILABLE : ProblemKind.INTERNAL);
    }
  }

  private Optional<Actor> actor(HttpServletRequest request) {
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    InetAddress address = address(request);
    if (authorization != null) {
      return Optional.of(byAuthorization(authorization, address));
    }
    if (request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0) {
      return Optional.of(login.byCertificate(List.of(chain), address));
    }
    return Optional.empty();
  }

  private Actor byAuthorization(String authorization, InetAddress address) {
    Optional<String> token = Authorization.bearer(authorization);
    if (token.isPresent() && tokens.isConfigured()) {
      return tokens
          .actor(token.get(), IpAddresses.text(address))
          .orElseThrow(() -> login.byTokenRefused(address, "token not accepted"));
    }
    Authorization.Basic basic =
        Authorization.basic(authorization)
            .orElseThrow(() -> AdministrationException.badCredentials("an unknown scheme"));
    try {
      return login.byPassword(basic.name(), basic.password(), address);
    } finally {
      Arrays.fill(basic.password(), '\0');
    }
  }

  /** The textual address of the connection; no name is looked up. */
  private static InetAddress address(HttpServletRequest request) {
    try {
      return InetAddress.getByName(request.getRemoteAddr());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("no address of the connection", e);
    }
  }

  private AuthenticationStatus refuse(
      HttpServletRequest request, HttpServletResponse response, ProblemKind kind) {
    if (kind == ProblemKind.UNAUTHENTICATED) {
      response.addHeader(
          HttpHeaders.WWW_AUTHENTICATE,
          BrowserRequest.of(request).isOfConsole() ? OF_CONSOLE : BASIC);
      if (tokens.isConfigured()) {
        response.addHeader(HttpHeaders.WWW_AUTHENTICATE, BEARER);
      }
    }
    Refusal.write(request, response, kind);
    return AuthenticationStatus.SEND_FAILURE;
  }
}
