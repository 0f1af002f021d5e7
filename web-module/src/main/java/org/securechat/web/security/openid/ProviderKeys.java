package org.securechat.web.security.openid;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.securechat.server.actor.AdministrationException;
import org.securechat.web.WebLog;

/**
 * The keys that the provider publishes, and where it lets people log in. They are fetched when
 * first needed, again when they are old, and when a token names one that is not known, but with a
 * pause in between, so that a caller cannot make the server ask the provider without limit. While
 * it does not answer, the keys that are known serve for an hour. Thread-safe; one thread fetches at
 * a time.
 */
final class ProviderKeys {
  static final Duration KEEP = Duration.ofHours(1);

  private static final String DISCOVERY = ".well-known/openid-configuration";
  private static final int MAX_KEYS = 100;

  /** Longer than an answer takes from a provider that is well. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Where documents come from. */
  @FunctionalInterface
  interface Source extends AutoCloseable {
    String get(URI address) throws IOException;

    @Override
    default void close() {}
  }

  /**
   * When to ask.
   *
   * @param refresh how old keys may be before they are asked for again
   * @param retry how long after one question there is no other
   */
  record Times(Duration refresh, Duration retry) {}

  private final URI issuer;
  private final Source http;
  private final Times times;
  private final Clock clock;

  /** Guards all below, and is held while the provider is asked. */
  private final ReentrantLock lock = new ReentrantLock();

  private List<JWK> keys = List.of();
  private Instant fetched = Instant.EPOCH;
  private Instant tried = Instant.EPOCH;

  /** Read by those, too, who have not waited for the lock. */
  private volatile Endpoints endpoints;

  ProviderKeys(URI issuer, Source http, Times times, Clock clock) {
    this.issuer = issuer;
    this.http = http;
    this.times = times;
    this.clock = clock;
  }

  /**
   * The key of that id; without an id the only one there is.
   *
   * @throws AdministrationException {@code UNAVAILABLE} if the provider's keys are not known
   */
  Optional<JWK> find(String id) {
    lock.lock();
    try {
      return find(id, clock.instant());
    } finally {
      lock.unlock();
    }
  }

  private Optional<JWK> find(String id, Instant now) {
    refresh(now);
    Optional<JWK> known = known(id);
    if (known.isEmpty()) {
      fetch(now);
      known = known(id);
    }
    if (fetched.plus(KEEP).isBefore(now)) {
      throw AdministrationException.unavailable("the OpenID provider does not answer");
    }
    return known;
  }

  /**
   * Where the provider lets people log in; empty while it has not said. Strangers may ask this: who
   * comes while another waits for the provider waits for a short time only.
   */
  Optional<Endpoints> endpoints() {
    try {
      if (lock.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        try {
          refresh(clock.instant());
        } finally {
          lock.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.ofNullable(endpoints);
  }

  void close() {
    http.close();
  }

  private void refresh(Instant now) {
    if (fetched.plus(times.refresh()).isBefore(now)) {
      fetch(now);
    }
  }

  private Optional<JWK> known(String id) {
    if (id == null) {
      return keys.size() == 1 ? Optional.of(keys.get(0)) : Optional.empty();
    }
    return keys.stream().filter(key -> id.equals(key.getKeyID())).findFirst();
  }

  private void fetch(Instant now) {
    if (tried.plus(times.retry()).isAfter(now)) {
      return;
    }
    tried = now;
    try {
      String base = issuer.toString();
      URI discovery = URI.create(base.endsWith("/") ? base + DISCOVERY : base + "/" + DISCOVERY);
      Map<String, Object> provider = JSONObjectUtils.parse(http.get(discovery));
      if (!base.equals(provider.get("issuer"))) {
        throw new IOException("it calls itself by another name");
      }
      endpoints = Endpoints.of(provider).orElse(null);
      URI place = URI.create(JSONObjectUtils.getString(provider, "jwks_uri"));
      keys =
          JWKSet.parse(http.get(place)).getKeys().stream()
              .filter(key -> key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
              .limit(MAX_KEYS)
              .toList();
      fetched = now;
    } catch (IOException | ParseException | IllegalArgumentException | NullPointerException e) {
      WebLog.providerFailed(issuer.toString(), e.toString());
    }
  }
}
