package org.securechat.web.security.openid;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.config.SettingsReader;

/**
 * Whose token it is, and how a browser gets one. Without an OpenID provider in the settings no
 * token is accepted. A server whose settings of the provider do not fit together does not start.
 */
@ApplicationScoped
public class BearerTokens {

  private final SettingsReader settings;
  private final Clock clock;

  private OpenIdSettings provider;
  private ProviderKeys keys;
  private TokenJudge judge;

  /** For the container's proxy. */
  public BearerTokens() {
    this(null, null);
  }

  @Inject
  public BearerTokens(SettingsReader settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @PostConstruct
  void configure() {
    OpenIdSettings.of(settings).ifPresent(this::configure);
  }

  private void configure(OpenIdSettings configured) {
    provider = configured;
    keys =
        new ProviderKeys(
            URI.create(provider.issuer()),
            new ProviderHttp(provider.authorities()),
            new ProviderKeys.Times(provider.refresh(), provider.retry()),
            clock);
    judge =
        new TokenJudge(provider.issuer(), provider.audience(), provider.rolesClaim(), keys, clock);
  }

  @PreDestroy
  void close() {
    if (keys != null) {
      keys.close();
    }
  }

  /** Whether tokens are accepted at all. */
  public boolean isConfigured() {
    return judge != null;
  }

  /**
   * How a browser gets a token; empty if it is not meant to. Asks the provider if that has not been
   * done for a while.
   */
  public Optional<BrowserLogin> browserLogin() {
    return Optional.ofNullable(provider)
        .flatMap(OpenIdSettings::clientId)
        .map(clientId -> BrowserLogin.of(provider, clientId, keys.endpoints()));
  }

  /**
   * Who has shown the token.
   *
   * @return empty if it is not accepted
   * @throws AdministrationException {@code UNAVAILABLE} if the provider's keys cannot be had
   */
  public Optional<Actor> actor(String token, String address) {
    return judge.judge(token).map(person -> person.from(address));
  }
}
