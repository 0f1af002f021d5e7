package org.securechat.server.account;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.securechat.connector.address.IpAddresses;
import org.securechat.server.limit.LruMap;
import org.securechat.server.limit.TokenBucket;

/**
 * A budget of failures for each address, refilled steadily. It is generous, because a whole office
 * may come from one address and must not be locked out by one of its people; it only keeps a single
 * source from trying many accounts. Thread-safe.
 */
final class AddressBudget {
  static final long REFILL_MILLIS = 3_000;

  private static final Duration REFILL = Duration.ofMillis(REFILL_MILLIS);

  private final Clock clock;
  private final int failures;
  private final Map<String, TokenBucket> buckets;

  /**
   * @param failures at once; one more every {@value #REFILL_MILLIS} ms
   */
  AddressBudget(Clock clock, int maxAddresses, int failures) {
    this.clock = clock;
    this.failures = failures;
    this.buckets = new LruMap<>(maxAddresses);
  }

  /** What counts as one source: an IPv4 address, or the /64 that one IPv6 customer is given. */
  static String key(InetAddress address) {
    return IpAddresses.text(IpAddresses.origin(address));
  }

  synchronized boolean admits(String source) {
    TokenBucket bucket = buckets.get(source);
    if (bucket == null) {
      return true;
    }
    long now = clock.millis();
    if (bucket.isFull(now)) {
      buckets.remove(source);
    }
    return bucket.hasToken(now);
  }

  synchronized void charge(String source) {
    buckets.computeIfAbsent(source, _ -> new TokenBucket(failures, REFILL)).take(clock.millis());
  }

  synchronized int size() {
    return buckets.size();
  }
}
