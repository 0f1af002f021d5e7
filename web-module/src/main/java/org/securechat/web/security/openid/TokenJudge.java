package org.securechat.web.security.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.LoginMethod;
import org.securechat.server.actor.Role;

/**
 * Judges tokens: signature by a key of the provider with RS256 or ES256, issuer, audience, expiry,
 * start, and a role of ours. Everything else in them is ignored. Thread-safe.
 */
final class TokenJudge {
  static final Duration SKEW = Duration.ofSeconds(60);

  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);
  private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");
  private static final int MAX_LENGTH = 16_384;
  private static final int MAX_NAME = 100;

  /** Before a person's name, so that it is nobody's who is known here. */
  private static final String PREFIX = "openid:";

  private final String issuer;
  private final String audience;
  private final String rolesClaim;
  private final ProviderKeys keys;
  private final Clock clock;

  TokenJudge(String issuer, String audience, String rolesClaim, ProviderKeys keys, Clock clock) {
    this.issuer = issuer;
    this.audience = audience;
    this.rolesClaim = rolesClaim;
    this.keys = keys;
    this.clock = clock;
  }

  /** Whose token it is; empty if it is not accepted. */
  Optional<Person> judge(String token) {
    if (token.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      return isSigned(jwt) ? person(jwt.getJWTClaimsSet()) : Optional.empty();
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private boolean isSigned(SignedJWT jwt) throws JOSEException {
    JWSAlgorithm algorithm = jwt.getHeader().getAlgorithm();
    JOSEObjectType type = jwt.getHeader().getType();
    if (!ALGORITHMS.contains(algorithm)
        || type != null && !TYPES.contains(type.getType().toLowerCase(Locale.ROOT))) {
      return false;
    }
    Optional<JWK> key = keys.find(jwt.getHeader().getKeyID());
    return key.isPresent() && jwt.verify(verifier(key.get(), algorithm));
  }

  /** The key decides which algorithm can be meant, never the token alone. */
  private static JWSVerifier verifier(JWK key, JWSAlgorithm algorithm) throws JOSEException {
    if (algorithm.equals(JWSAlgorithm.RS256) && key instanceof RSAKey rsa) {
      return new RSASSAVerifier(rsa.toRSAPublicKey());
    }
    if (algorithm.equals(JWSAlgorithm.ES256) && key instanceof ECKey ec) {
      return new ECDSAVerifier(ec.toECPublicKey());
    }
    throw new JOSEException("the key is not one for the algorithm");
  }

  private Optional<Person> person(JWTClaimsSet claims) throws ParseException {
    Instant now = clock.instant();
    boolean current =
        isAfter(claims.getExpirationTime(), now.minus(SKEW))
            && !isAfter(claims.getNotBeforeTime(), now.plus(SKEW));
    String subject = claims.getSubject();
    if (!current
        || !issuer.equals(claims.getIssuer())
        || !claims.getAudience().contains(audience)
        || subject == null) {
      return Optional.empty();
    }
    String preferred = claims.getStringClaim("preferred_username");
    String name = preferred == null || preferred.isBlank() ? subject : preferred;
    return role(claims)
        .map(role ->
            new Person(PREFIX + name.substring(0, Math.min(name.length(), MAX_NAME)), role));
  }

  /** False for a time that is not there. */
  private static boolean isAfter(Date time, Instant limit) {
    return time != null && time.toInstant().isAfter(limit);
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
    for (String step : rolesClaim.split("\\.")) {
      value = value instanceof Map<?, ?> map ? map.get(step) : null;
    }
    if (value instanceof Collection<?> several) {
      return several;
    }
    return value instanceof String text ? List.of(text.split(" ")) : List.of();
  }

  /** Somebody whom the provider vouches for. */
  record Person(String name, Role role) {
    Actor from(String address) {
      return new Actor(name, role, LoginMethod.OPENID, address);
    }
  }
}
