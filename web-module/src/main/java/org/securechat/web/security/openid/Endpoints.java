package org.securechat.web.security.openid;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Where the provider lets people log in (OpenID Connect Discovery 1.0, section 3).
 *
 * @param authorization of the authorization code flow
 * @param token where a code becomes a token
 */
record Endpoints(URI authorization, URI token) {

  /** Empty unless the document names both, over https. */
  static Optional<Endpoints> of(Map<String, Object> provider) {
    return address(provider, "authorization_endpoint")
        .flatMap(authorization ->
            address(provider, "token_endpoint").map(token -> new Endpoints(authorization, token)));
  }

  private static Optional<URI> address(Map<String, Object> provider, String name) {
    if (!(provider.get(name) instanceof String text)) {
      return Optional.empty();
    }
    try {
      return Optional.of(URI.create(text))
          .filter(address -> "https".equals(address.getScheme()))
          .filter(address -> address.getHost() != null && address.getFragment() == null);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
