package org.securechat.server.chat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.securechat.server.chat.ChatException.Reason;
import org.securechat.server.limit.LruMap;
import org.securechat.server.limit.TokenBucket;

/**
 * How often a user may state what they have read (PROTOCOL.md 8.2): in each room once a minute,
 * since each is a line that all members get. Thread-safe.
 */
@ApplicationScoped
public class ReadAllowance {
  static final Duration EACH = Duration.ofMinutes(1);

  private static final int MAX_REMEMBERED = 20_000;

  private record Reader(UUID user, UUID room) {}

  private final Clock clock;
  private final Map<Reader, TokenBucket> buckets = new LruMap<>(MAX_REMEMBERED);

  /** For the container's proxy. */
  public ReadAllowance() {
    this(null);
  }

  @Inject
  public ReadAllowance(Clock clock) {
    this.clock = clock;
  }

  /**
   * Uses up one.
   *
   * @throws ChatException {@code TOO_MANY_READS}
   */
  public synchronized void take(UUID user, UUID room) {
    TokenBucket bucket =
        buckets.computeIfAbsent(new Reader(user, room), _ -> new TokenBucket(1, EACH));
    if (!bucket.tryTake(clock.millis())) {
      throw new ChatException(Reason.TOO_MANY_READS, "more than one statement a minute");
    }
  }
}
