package org.securechat.server.certificate;

import java.io.IOException;
import java.net.URI;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.securechat.protocol.identity.RevocationDataException;
import org.securechat.protocol.identity.RevocationLists;
import org.securechat.server.ServerLog;
import org.securechat.server.http.OutboundHttpClient;

/**
 * One address from which an authority's list is fetched. At most one fetch is under way, and after
 * a failure the next waits. A list takes the place of an older one only, and only with the
 * authority's signature. Thread-safe.
 */
final class DistributionPoint {

  static final int MAX_BYTES = 10 * 1024 * 1024;
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);

  private final URI address;
  private final X509Certificate issuer;
  private final OutboundHttpClient http;
  private final CrlDiskCache cache;
  private final Clock clock;
  private volatile X509CRL list;
  private volatile Instant nextFetch = Instant.MIN;
  private Map<String, String> validators = Map.of();
  private CompletableFuture<Boolean> running;

  DistributionPoint(
      URI address,
      X509Certificate issuer,
      OutboundHttpClient http,
      CrlDiskCache cache,
      Clock clock) {
    this.address = address;
    this.issuer = issuer;
    this.http = http;
    this.cache = cache;
    this.clock = clock;
    this.list = cache.read(address.toString()).filter(this::isTheIssuers).orElse(null);
  }

  URI address() {
    return address;
  }

  Optional<X509CRL> list() {
    return Optional.ofNullable(list);
  }

  boolean hasCurrentList() {
    X509CRL known = list;
    return known != null && RevocationLists.isCurrent(known, clock.instant());
  }

  boolean isDue() {
    return !clock.instant().isBefore(nextFetch);
  }

  /**
   * Fetches in the background, or joins the fetch that is under way.
   *
   * @param refresh how long to leave it at that if it succeeds
   * @return whether there is a new list; never completes exceptionally
   */
  synchronized CompletableFuture<Boolean> fetch(Duration refresh, Executor executor) {
    if (running != null && !running.isDone()) {
      return running;
    }
    CompletableFuture<Boolean> started = new CompletableFuture<>();
    running = started;
    try {
      executor.execute(() -> started.complete(fetch(refresh)));
    } catch (RejectedExecutionException e) {
      started.complete(false);
    }
    return started;
  }

  private boolean fetch(Duration refresh) {
    try {
      OutboundHttpClient.Answer answer = http.get(address, conditions(), MAX_BYTES);
      boolean news = answer.status() != OutboundHttpClient.NOT_MODIFIED && take(answer);
      nextFetch = clock.instant().plus(refresh);
      return news;
    } catch (IOException | RevocationDataException | RuntimeException e) {
      nextFetch = clock.instant().plus(AFTER_FAILURE);
      ServerLog.revocationSourceFailed("distribution point " + address, e.getMessage());
      return false;
    }
  }

  /** Only as long as what they belong to is there. */
  private Map<String, String> conditions() {
    Map<String, String> conditions = new HashMap<>();
    if (list != null) {
      conditions.putAll(validators);
      conditions.values().removeIf(String::isEmpty);
    }
    return conditions;
  }

  private boolean take(OutboundHttpClient.Answer answer) throws RevocationDataException {
    X509CRL fetched = RevocationLists.parse(answer.body());
    RevocationLists.verify(fetched, issuer);
    X509CRL known = list;
    if (known != null && RevocationLists.isOlder(fetched, known)) {
      throw new RevocationDataException("it gave a list that is older than the one before");
    }
    validators = answer.validators();
    if (fetched.equals(known)) {
      return false;
    }
    list = fetched;
    cache.write(address.toString(), fetched);
    return true;
  }

  private boolean isTheIssuers(X509CRL crl) {
    try {
      RevocationLists.verify(crl, issuer);
      return true;
    } catch (RevocationDataException e) {
      return false;
    }
  }
}
