package org.securechat.web.security.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.LoginMethod;
import org.securechat.server.actor.Role;

/**
 * Verifies tokens (RFC 7519 §7.2): signature by a key of the provider with RS256 or ES256, issuer,
 * audience, expiry, start, and a role of ours. Everything else in them is ignored. Thread-safe.
 *
 * <p>The library does it, with our clock, and with keys from {@link ProviderKeys}.
 */
final class TokenJudge {
  static final Duration SKEW = Duration.ofSeconds(60);

  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);

  /** RFC 8725 §3.11: a token of another kind is not taken for one that logs in. */
  private static final Set<JOSEObjectType> TYPES =
      Set.of(
          JOSEObjectType.JWT,
          new JOSEObjectType("at+jwt"),
          new JOSEObjectType("application/at+jwt"));

  private static final int MAX_LENGTH = 16_384;
  private static final int MAX_NAME = 100;

  /**
   * Stands before a person's name, so that the name never equals that of an account on this server.
   */
  private static final String PREFIX = "openid:";

  private final String rolesClaim;
  private final ProviderKeys keys;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  TokenJudge(String issuer, String audience, String rolesClaim, ProviderKeys keys, Clock clock) {
    this.rolesClaim = rolesClaim;
    this.keys = keys;
    Set<JOSEObjectType> typesOrNone = new HashSet<>(TYPES);
    typesOrNone.add(null);
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(typesOrNone));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(ALGORITHMS, (selector, context) -> select(selector)));
    processor.setJWTClaimsSetVerifier(claimsVerifier(issuer, audience, clock));
  }

  private static DefaultJWTClaimsVerifier<SecurityContext> claimsVerifier(
      String issuer, String audience, Clock clock) {
    DefaultJWTClaimsVerifier<SecurityContext> verifier =
        new DefaultJWTClaimsVerifier<>(
            audience, new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("sub", "exp")) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        };
    verifier.setMaxClockSkew(Math.toIntExact(SKEW.toSeconds()));
    return verifier;
  }

  /** The key that the token names; without a name the only one that there is. */
  private List<JWK> select(JWKSelector selector) {
    Set<String> ids = selector.getMatcher().getKeyIDs();
    String id = ids == null ? null : ids.iterator().next();
    return keys.find(id).map(key -> selector.select(new JWKSet(key))).orElse(List.of());
  }

  /** Whose token it is; empty if it is not accepted. */
  Optional<Person> judge(String token) {
    if (token.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      return person(processor.process(token, null));
    } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<Person> person(JWTClaimsSet claims) throws ParseException {
    String preferred = claims.getStringClaim("preferred_username");
    String name = preferred == null || preferred.isBlank() ? claims.getSubject() : preferred;
    return role(claims)
        .map(role ->
            new Person(PREFIX + name.substring(0, Math.min(name.length(), MAX_NAME)), role));
  }

  /** The one that may do most; the names of roles are ours. */
  private Optional<Role> role(JWTClaimsSet claims) {
    Collection<?> named = names(claims);
    for (Role role : Role.values()) {
      if (named.contains(role.wireName())) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }

  private Collection<?> names(JWTClaimsSet claims) {
    Object value = claims.getClaims();
    for (String step : rolesClaim.split("\\.", -1)) {
      value = value instanceof Map<?, ?> map ? map.get(step) : null;
    }
    if (value instanceof Collection<?> several) {
      return several;
    }
    return value instanceof String text ? List.of(text.split(" ", 0)) : List.of();
  }

  /** A person whom the provider has authenticated. */
  record Person(String name, Role role) {
    Actor from(String address) {
      return new Actor(name, role, LoginMethod.OPENID, address);
    }
  }
}
