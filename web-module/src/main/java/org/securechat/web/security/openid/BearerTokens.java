package org.securechat.web.security.openid;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;

/**
 * Whose token it is. The settings are {@code securechat.oidc.issuer}, the URL of the provider,
 * without which tokens are not accepted at all; {@code securechat.oidc.audience}, which has to be
 * in the token; {@code securechat.oidc.roles-claim}, the claim that holds roles, dots between names
 * of nested claims; {@code securechat.oidc.ca}, a PEM file of authorities for the provider's own
 * certificate if it is not a public one's; and when its keys are asked for. A server on which they
 * do not fit together does not start.
 */
@ApplicationScoped
public class BearerTokens {

  @Inject
  @ConfigProperty(name = "securechat.oidc.issuer")
  private Optional<String> issuer;

  @Inject
  @ConfigProperty(name = "securechat.oidc.audience")
  private Optional<String> audience;

  @Inject
  @ConfigProperty(name = "securechat.oidc.roles-claim", defaultValue = "roles")
  private String rolesClaim;

  @Inject
  @ConfigProperty(name = "securechat.oidc.ca")
  private Optional<String> authorities;

  @Inject
  @ConfigProperty(name = "securechat.oidc.refresh")
  private Duration refresh;

  @Inject
  @ConfigProperty(name = "securechat.oidc.retry")
  private Duration retry;

  @Inject private Clock clock;

  private ProviderKeys keys;
  private TokenJudge judge;

  @PostConstruct
  void configure() {
    if (issuer.isPresent()) {
      String provider = issuer.get().strip();
      String own = audience.orElseThrow().strip();
      ProviderHttp http = new ProviderHttp(authorities.map(String::strip).map(Path::of));
      keys =
          new ProviderKeys(
              URI.create(provider), http, new ProviderKeys.Times(refresh, retry), clock);
      judge = new TokenJudge(provider, own, rolesClaim.strip(), keys, clock);
    }
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
   * Who has shown the token.
   *
   * @return empty if it is not accepted
   * @throws AdministrationException {@code UNAVAILABLE} if the provider's keys cannot be had
   */
  public Optional<Actor> actor(String token, String address) {
    return judge.judge(token).map(person -> person.from(address));
  }
}
