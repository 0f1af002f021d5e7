package org.securechat.web.security.openid;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.securechat.server.config.Setting;
import org.securechat.server.config.SettingsReader;

/**
 * What the operator says of the OpenID provider.
 *
 * @param issuer the provider's URL, as in tokens
 * @param audience which a token must name
 * @param rolesClaim the claim that holds roles; dots separate the names of nested claims
 * @param authorities a PEM file of those that issue the provider's own certificate; empty for those
 *     of the Java runtime
 * @param refresh how old the provider's keys may be before they are fetched again
 * @param retry how long after one request there is no other
 * @param clientId as what the console in the browser is known to the provider; empty if it may not
 *     use it
 * @param scope what the console asks for
 */
record OpenIdSettings(
    String issuer,
    String audience,
    String rolesClaim,
    Optional<Path> authorities,
    Duration refresh,
    Duration retry,
    Optional<String> clientId,
    String scope) {

  /** Empty without an issuer: then no tokens are accepted. */
  static Optional<OpenIdSettings> of(SettingsReader settings) {
    return settings
        .optional(Setting.OIDC_ISSUER)
        .map(issuer ->
            new OpenIdSettings(
                issuer,
                settings.text(Setting.OIDC_AUDIENCE),
                settings.text(Setting.OIDC_ROLES_CLAIM),
                settings.optional(Setting.OIDC_CA).map(Path::of),
                settings.duration(Setting.OIDC_REFRESH),
                settings.duration(Setting.OIDC_RETRY),
                settings.optional(Setting.OIDC_CLIENT_ID).filter(id -> !id.isBlank()),
                settings.text(Setting.OIDC_SCOPE)));
  }
}
