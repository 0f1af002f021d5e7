package org.securechat.server.certificate;

import java.net.URI;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.securechat.protocol.identity.RevocationAddresses;
import org.securechat.protocol.identity.RevocationSource;
import org.securechat.server.ServerLog;
import org.securechat.server.http.OutboundHttpClient;

/**
 * Lists from the addresses that certificates name. A caller gets the list that is there. If there
 * is no current list yet, the caller waits for a fetch, a few seconds at most. Thread-safe.
 */
final class DistributionPoints implements RevocationSource {

  /** One for each part of a list; more are an attempt to fill the memory. */
  private static final int MAX_POINTS = 256;

  private final AllowedHosts hosts;
  private final OutboundHttpClient http;
  private final CrlDiskCache cache;
  private final Clock clock;
  private final Executor executor;
  private final Duration refresh;
  private final Duration firstWait;
  private final Runnable news;
  private final Map<String, DistributionPoint> points = new ConcurrentHashMap<>();

  /**
   * @param refresh after how long a list is asked for again
   * @param firstWait how long a handshake waits for a list that is not there
   * @param news told, on a thread of the executor, when there is a new list
   */
  DistributionPoints(
      AllowedHosts hosts,
      OutboundHttpClient http,
      CrlDiskCache cache,
      Clock clock,
      Executor executor,
      Duration refresh,
      Duration firstWait,
      Runnable news) {
    this.hosts = hosts;
    this.http = http;
    this.cache = cache;
    this.clock = clock;
    this.executor = executor;
    this.refresh = refresh;
    this.firstWait = firstWait;
    this.news = news;
  }

  @Override
  public Collection<X509CRL> crlsFor(X509Certificate issuer) {
    return points.values().stream()
        .flatMap(point -> point.list().stream())
        .filter(crl -> crl.getIssuerX500Principal().equals(issuer.getSubjectX500Principal()))
        .toList();
  }

  @Override
  public Collection<X509CRL> crlsFor(X509Certificate certificate, X509Certificate issuer) {
    for (String address : RevocationAddresses.distributionPoints(certificate)) {
      hosts
          .allowed(address)
          .map(uri -> point(uri, issuer))
          .filter(point -> !point.hasCurrentList() && point.isDue())
          .ifPresent(point -> await(fetch(point)));
    }
    return crlsFor(issuer);
  }

  /** Fetches in the background what is due. */
  void refresh() {
    for (DistributionPoint point : points.values()) {
      if (point.isDue()) {
        CompletableFuture<Void> _ = fetch(point); // Nothing waits for it.
      }
    }
  }

  /** The addresses that are known, each with its list or null. */
  List<DistributionPoint> known() {
    return List.copyOf(points.values());
  }

  private DistributionPoint point(URI address, X509Certificate issuer) {
    // The same address under another authority would be another list.
    String key = CertificateKey.of(issuer).sha256() + " " + address;
    DistributionPoint known = points.get(key);
    if (known != null) {
      return known;
    }
    if (points.size() >= MAX_POINTS) {
      ServerLog.revocationSourceFailed("distribution point " + address, "too many addresses");
      return null;
    }
    return points.computeIfAbsent(
        key, unknown -> new DistributionPoint(address, issuer, http, cache, clock));
  }

  private CompletableFuture<Void> fetch(DistributionPoint point) {
    return point
        .fetch(refresh, executor)
        .thenAccept(isNew -> {
          if (isNew) {
            news.run();
          }
        });
  }

  private void await(CompletableFuture<Void> fetched) {
    try {
      fetched.get(firstWait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // It goes on in the background; the next caller may find it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
