package org.securechat.web.security.openid;

import java.net.URI;
import java.util.Optional;

/**
 * What a browser needs to get a token from the provider by itself: by the authorization code flow
 * with PKCE (RFC 7636), as a client that has no secret. All of it is public.
 *
 * @param issuer the provider
 * @param clientId as what the browser is known there
 * @param scope what it asks for, separated by spaces
 * @param authorizationEndpoint where the person logs in; null while the provider has not said
 * @param tokenEndpoint where the code becomes a token; null while the provider has not said
 * @param problem why the two are missing, for people; null if they are there
 */
public record BrowserLogin(
    String issuer,
    String clientId,
    String scope,
    String authorizationEndpoint,
    String tokenEndpoint,
    String problem) {

  private static final String NO_ANSWER = "the OpenID provider does not answer";

  static BrowserLogin of(OpenIdSettings settings, String clientId, Optional<Endpoints> endpoints) {
    return new BrowserLogin(
        settings.issuer(),
        clientId,
        settings.scope(),
        endpoints.map(Endpoints::authorization).map(URI::toString).orElse(null),
        endpoints.map(Endpoints::token).map(URI::toString).orElse(null),
        endpoints.isPresent() ? null : NO_ANSWER);
  }

  /**
   * The origin of the token endpoint, with which a page has to be allowed to talk; empty while the
   * endpoint is not known.
   */
  public Optional<String> tokenOrigin() {
    return Optional.ofNullable(tokenEndpoint).map(URI::create).map(BrowserLogin::origin);
  }

  /** Host and port as {@link URI} has found them, so that no other character gets into a header. */
  private static String origin(URI address) {
    String port = address.getPort() < 0 ? "" : ":" + address.getPort();
    return "https://" + address.getHost() + port;
  }
}
