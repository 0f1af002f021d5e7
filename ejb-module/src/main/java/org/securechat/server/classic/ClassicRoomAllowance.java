package org.securechat.server.classic;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import org.securechat.protocol.classic.ClassicError;
import org.securechat.protocol.classic.ClassicException;
import org.securechat.server.limit.LruMap;
import org.securechat.server.limit.TokenBucket;

/**
 * How many rooms one certificate may make. The profile lets an attacker open sessions under another
 * person's public certificate; the rooms they could come by there are bounded by this. It is kept
 * in memory: a start forgets it. Thread-safe.
 */
@ApplicationScoped
public class ClassicRoomAllowance {
  private static final int MAX_REMEMBERED = 10_000;
  private static final Duration DAY = Duration.ofDays(1);

  private final LruMap<String, TokenBucket> buckets = new LruMap<>(MAX_REMEMBERED);
  private final int perDay;
  private final Clock clock;

  /** For the container's proxy. */
  public ClassicRoomAllowance() {
    this.perDay = 0;
    this.clock = null;
  }

  @Inject
  public ClassicRoomAllowance(ClassicSettings settings, Clock clock) {
    this.perDay = settings.roomsPerDay();
    this.clock = clock;
  }

  /**
   * Uses up one room of the certificate.
   *
   * @throws ClassicException {@code RATE_LIMITED} if it has none left at present
   */
  void take(String fingerprint) throws ClassicException {
    if (!isThere(fingerprint)) {
      throw new ClassicException(
          ClassicError.RATE_LIMITED, "no further session with a message for this certificate");
    }
  }

  private synchronized boolean isThere(String fingerprint) {
    return buckets
        .computeIfAbsent(fingerprint, _ -> new TokenBucket(perDay, DAY.dividedBy(perDay)))
        .tryTake(clock.millis());
  }
}
