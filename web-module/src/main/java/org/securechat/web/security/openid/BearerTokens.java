package org.securechat.web.security.openid;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.securechat.server.ServiceException;
import org.securechat.server.administration.Actor;

/**
 * Whose token it is. The settings are {@code securechat.oidc.issuer}, the URL of the provider,
 * without which tokens are not accepted at all; {@code securechat.oidc.audience}, which has to be
 * in the token; {@code securechat.oidc.roles-claim}, the claim that holds roles, dots between names
 * of nested claims; and {@code securechat.oidc.ca}, a PEM file of authorities for the provider's
 * own certificate if it is not a public one's.
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

  @Inject private Clock clock;

  private TokenJudge judge;

  @PostConstruct
  void configure() {
    if (issuer.isPresent()) {
      String own =
          audience.orElseThrow(
              () ->
                  new IllegalStateException(
                      "securechat.oidc.audience must say which tokens are meant for this server"));
      URI provider = URI.create(issuer.get());
      ProviderKeys keys =
          new ProviderKeys(provider, new ProviderHttp(provider, authorities), clock);
      judge = new TokenJudge(issuer.get(), own, rolesClaim, keys, clock);
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
   * @throws ServiceException {@code unavailable} if the provider's keys cannot be had
   */
  public Optional<Actor> actor(String token, String address) {
    return judge.judge(token).map(person -> person.from(address));
  }
}
