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
 * How many receipts over whole rooms a user may ask for, on whatever connections: each reads and
 * verifies the room from its first line. Some at once, then one every few seconds. Thread-safe.
 */
@ApplicationScoped
public class ReceiptAllowance {
  static final int AT_ONCE = 6;
  static final Duration EACH = Duration.ofSeconds(10);

  private static final int MAX_REMEMBERED = 20_000;

  private final Clock clock;
  private final Map<UUID, TokenBucket> buckets = new LruMap<>(MAX_REMEMBERED);

  /** For the container's proxy. */
  public ReceiptAllowance() {
    this(null);
  }

  @Inject
  public ReceiptAllowance(Clock clock) {
    this.clock = clock;
  }

  /**
   * Uses up one.
   *
   * @throws ChatException {@code TOO_MANY_RECEIPTS}
   */
  public synchronized void take(UUID user) {
    TokenBucket bucket = buckets.computeIfAbsent(user, _ -> new TokenBucket(AT_ONCE, EACH));
    if (!bucket.tryTake(clock.millis())) {
      throw new ChatException(Reason.TOO_MANY_RECEIPTS, "too many receipts over whole rooms");
    }
  }
}
